package dev.millrace.stack.exposure;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.query.QueryService;
import dev.millrace.query.config.ConfigLoader;
import dev.millrace.query.config.QueryConfig;
import dev.millrace.stack.streams.StreamsCluster;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/// A query-service in this process that reads from a cluster, asked over HTTP by somebody who has the admin token.
///
/// @param service it
/// @param http who asks
record LiveService(QueryService service, HttpClient http) implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String TOKEN = "a token of the tests";
    private static final String SETTINGS = "millrace.config";

    /// What came back.
    record Reply(int status, String requestId, JsonNode body) {}

    static LiveService start(Path folder, StreamsCluster cluster) throws IOException {
        Path file = Files.writeString(folder.resolve("query-service.yaml"), """
                server: {port: 0}
                kafka: {bootstrap.servers: "%s"}
                iq: {seeds: "%s", attempt-timeout-ms: 2000, overall-timeout-ms: 4000}
                admin: {token: "%s"}
                """.formatted(
                        cluster.brokers(), String.join(",", cluster.hosts()), TOKEN));
        QueryService service = new QueryService(config(file));
        service.start();
        return new LiveService(service, HttpClient.newHttpClient());
    }

    private static QueryConfig config(Path file) {
        System.setProperty(SETTINGS, file.toString());
        try {
            return ConfigLoader.load();
        } finally {
            System.clearProperty(SETTINGS);
        }
    }

    boolean ready() {
        return get("/ready").status() == 200;
    }

    JsonNode json(String path) {
        return get(path).body();
    }

    Reply get(String path, String... headers) {
        return send("GET", path, headers);
    }

    /// What HEAD of the path answers; without a body.
    Reply head(String path) {
        return send("HEAD", path);
    }

    private Reply send(String method, String path, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + service.port() + path))
                .method(method, HttpRequest.BodyPublishers.noBody())
                .timeout(Duration.ofSeconds(20))
                .header("Authorization", "Bearer " + TOKEN);
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        try {
            var reply = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            return new Reply(
                    reply.statusCode(),
                    reply.headers().firstValue("X-Request-ID").orElse(""),
                    JSON.readTree(reply.body()));
        } catch (IOException e) {
            throw new UncheckedIOException(path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        service.close();
        http.close();
    }
}
