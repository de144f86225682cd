package dev.millrace.query.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.query.support.TestConfig;
import dev.millrace.query.support.TestService;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Requests that no client library would send: each is refused in the form of all errors.
class RefusalApiTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PUT = "PUT /fusion/weights HTTP/1.1\r\nHost: x\r\nX-Request-ID: req_mine\r\n"
            + "Authorization: Bearer " + TestConfig.ADMIN_TOKEN + "\r\n";
    private static final String LONG = "\"" + "x".repeat(2_000) + "\"";

    private static TestService service;

    @BeforeAll
    static void start() {
        service = new TestService().noTrending().start();
    }

    @AfterAll
    static void close() {
        service.close();
    }

    /// Everything that the service says until it ends the connection.
    private static String said(String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), service.port())) {
            socket.setSoTimeout(5_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static String saidTo(String line, String... headers) throws IOException {
        return said(line + "\r\nHost: x\r\n" + String.join("", headers) + "Connection: close\r\n\r\n");
    }

    /// The body of an answer that is an error as all are.
    private static JsonNode error(String request, String said, int status) throws IOException {
        String head = said.substring(0, said.indexOf("\r\n\r\n"));
        JsonNode body = JSON.readTree(said.substring(head.length()));
        assertThat(head).as(request).startsWith("HTTP/1.1 " + status + " ");
        assertThat(head)
                .as(request)
                .contains(
                        "\r\nX-Request-ID: " + body.get("request_id").asText(),
                        "\r\nX-Response-Time: 0.",
                        "\r\nCache-Control: no-store",
                        "\r\nX-Content-Type-Options: nosniff",
                        "\r\nContent-Type: application/json");
        assertThat(body.propertyStream().map(field -> field.getKey()).toList())
                .as(request)
                .containsExactly("detail", "request_id");
        assertThat(said).as(request).doesNotContain("xception").containsOnlyOnce("HTTP/1.1 ");
        return body;
    }

    @Test
    void whatCannotBeReadIsRefusedInTheFormOfAllErrors() throws IOException {
        for (String line : List.of(
                "GET /hot/trending?limit=%zz HTTP/1.1", "GET /%zz HTTP/1.1", "NONSENSE", "GET /live HTTP/3.0")) {
            assertThat(error(line, saidTo(line), 400).get("detail").asText()).isEqualTo("Bad Request");
        }
        for (String header : List.of("no colon\r\n", "A: " + "y".repeat(20_000) + "\r\n", "Content-Length: a\r\n")) {
            error(header, saidTo("GET /live HTTP/1.1", header), 400);
        }
        error("no host", said("GET /live HTTP/1.1\r\n\r\n"), 400);
        error("long", saidTo("GET /" + "y".repeat(20_000) + " HTTP/1.1"), 414);
        error("old", saidTo("GET /live HTTP/1.0"), 505);
    }

    @Test
    void pathsThatAreNoneAreNotFound() throws IOException {
        for (String line :
                List.of("GET * HTTP/1.1", "OPTIONS * HTTP/1.1", "CONNECT x:1 HTTP/1.1", "GET /live/ HTTP/1.1")) {
            assertThat(error(line, saidTo(line), 404).get("detail").asText()).isEqualTo("no such path");
        }
    }

    @Test
    void aValueThatIsNoTextOrIsMissingIsRefusedWithItsParameter() throws IOException {
        for (String path : List.of("/items/%00", "/items/%ff", "/hot/trending?limit", "/hot/trending?user_id=%ff")) {
            JsonNode body = error(path, saidTo("GET " + path + " HTTP/1.1"), 422);
            assertThat(body.at("/detail/0/parameter").asText()).as(path).isIn("id", "limit", "user_id");
        }
    }

    @Test
    void aBodyThatIsTooLongIsRefusedAndTheRestOfItIsNotTakenForARequest() throws IOException {
        String chunk = Integer.toHexString(LONG.length()) + "\r\n" + LONG + "\r\n0\r\n\r\n";
        for (String request : List.of(
                PUT + "Content-Length: " + LONG.length() + "\r\n\r\n" + LONG,
                PUT + "Transfer-Encoding: chunked\r\n\r\n" + chunk)) {
            JsonNode body = error(request, said(request), 413);
            assertThat(body.get("detail").asText()).isEqualTo("Request Entity Too Large");
            assertThat(body.get("request_id").asText()).isEqualTo("req_mine");
        }
    }

    @Test
    void aBodyIsReadAsUtf8WhateverItsTypeSays() throws IOException {
        String said = said(PUT + "Content-Type: application/json; charset=none\r\nContent-Length: 2\r\n"
                + "Connection: close\r\n\r\n{}");
        assertThat(said).startsWith("HTTP/1.1 200 ");
    }
}
