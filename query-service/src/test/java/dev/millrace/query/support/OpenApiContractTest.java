package dev.millrace.query.support;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// What fails the tests of the API, for each kind of difference from the document.
class OpenApiContractTest {
    private static final OpenApiContract CONTRACT = new OpenApiContract();
    private static final String LIST = "{\"timeframe\":\"1h\",\"as_of\":\"2026-09-21T14:13:20Z\",\"items\":[%s]}";
    private static final String ITEM = "{\"item_id\":\"ds:1\",\"dataset_id\":1,\"title\":\"a\",\"price\":null,"
            + "\"cover_image\":null,\"rank\":1,\"score\":2.5%s}";
    private static final String GOOD = LIST.formatted(ITEM.formatted(""));
    private static final String ERROR = "{\"detail\":\"no\",\"request_id\":\"req_1\"}";

    private final Map<String, List<String>> headers = new HashMap<>(Map.of(
            "content-type", List.of("application/json"),
            "x-request-id", List.of("req_1"),
            "x-response-time", List.of("0.0010"),
            "x-content-type-options", List.of("nosniff"),
            "x-frame-options", List.of("DENY"),
            "referrer-policy", List.of("no-referrer"),
            "cross-origin-resource-policy", List.of("same-origin"),
            "content-security-policy", List.of("default-src 'none'; frame-ancestors 'none'"),
            "cache-control", List.of("public, max-age=1")));

    private void check(String method, String path, int status, String body) {
        CONTRACT.check(new OpenApiContract.Answer(
                method,
                URI.create("http://localhost" + path),
                status,
                HttpHeaders.of(new TreeMap<>(headers), (name, value) -> true),
                body.getBytes(StandardCharsets.UTF_8)));
    }

    private void isRefused(String path, int status, String body, String why) {
        assertThatThrownBy(() -> check("GET", path, status, body))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining(why);
    }

    @Test
    void whatIsDocumentedPasses() {
        assertThatCode(() -> check("GET", "/hot/trending?limit=100&timeframe=7d", 200, GOOD))
                .doesNotThrowAnyException();
        assertThatCode(() -> check("HEAD", "/hot/trending", 200, "")).doesNotThrowAnyException();
    }

    @Test
    void aFieldThatIsNotDocumentedFails() {
        isRefused("/hot/trending", 200, LIST.formatted(ITEM.formatted(",\"note\":1")), "note");
        isRefused("/hot/trending", 200, GOOD.replace("\"timeframe\"", "\"more\":1,\"timeframe\""), "more");
        isRefused("/hot/trending", 200, GOOD.replace(",\"rank\":1", ""), "rank");
        isRefused("/hot/trending", 200, GOOD.replace("2.5", "\"2.5\""), "score");
        isRefused("/hot/trending", 200, "{\"request_id\":\"req_1\"," + GOOD.substring(1), "freshness_ms");
    }

    @Test
    void aStatusOrATypeThatIsNotDocumentedFails() {
        isRefused("/hot/trending", 404, ERROR, "status");
        isRefused("/nowhere", 200, "{}", "status");
        headers.put("content-type", List.of("text/html"));
        isRefused("/hot/trending", 200, GOOD, "text/html");
    }

    @Test
    void aHeaderThatIsMissingWrongOrNotDocumentedFails() {
        headers.put("x-note", List.of("a"));
        isRefused("/hot/trending", 200, GOOD, "header x-note is not documented");
        headers.put("cache-control", List.of("public"));
        isRefused("/hot/trending", 200, GOOD, "header Cache-Control");
        headers.remove("x-request-id");
        isRefused("/hot/trending", 200, GOOD, "header X-Request-ID is missing");
        isRefused("/hot/trending", 503, ERROR, "header Retry-After is missing");
    }

    @Test
    void anAnswerToParametersThatAreNotDocumentedFails() {
        isRefused("/hot/trending?limit=101", 200, GOOD, "parameter limit");
        isRefused("/hot/trending?page=2", 200, GOOD, "parameter page is not documented");
        isRefused("/recommend/session", 200, GOOD, "parameter items is missing");
    }

    @Test
    void refusingParametersThatAreDocumentedFails() {
        headers.put("cache-control", List.of("no-store"));
        String refusal = "{\"detail\":[{\"parameter\":\"limit\",\"value\":\"100\",\"message\":\"must be 1..50\"}],"
                + "\"request_id\":\"req_1\"}";
        isRefused("/hot/trending?limit=100", 422, refusal, "refused");
        assertThatCode(() -> check("GET", "/hot/trending?limit=101", 422, refusal))
                .doesNotThrowAnyException();
    }
}
