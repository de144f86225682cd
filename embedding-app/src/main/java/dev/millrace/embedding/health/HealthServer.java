package dev.millrace.embedding.health;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.embedding.config.ServerConfig;
import dev.millrace.embedding.vector.VectorService;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.ServerResponse;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.LinkedHashMap;
import java.util.Map;

/// `/live`, `/ready`, `/health` and `/metrics`.
public final class HealthServer implements AutoCloseable {
    private static final String JSON = "application/json";
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final VectorService vectors;
    private final PrometheusMeterRegistry registry;
    private final WebServer server;

    /// Serves at once.
    public HealthServer(ServerConfig config, VectorService vectors, PrometheusMeterRegistry registry) {
        this.vectors = vectors;
        this.registry = registry;
        this.server = WebServer.builder()
                .host(config.host())
                .port(config.port())
                .shutdownHook(false)
                .routing(routes -> routes.get("/live", (_, response) -> send(response, Status.OK_200, JSON, "{}"))
                        .get("/ready", (_, response) -> state(response))
                        .get("/health", (_, response) -> state(response))
                        .get("/metrics", (_, response) -> metrics(response)))
                .build()
                .start();
    }

    /// The port it answers on.
    public int port() {
        return server.port();
    }

    private void state(ServerResponse response) {
        String missing = vectors.missing();
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("ready", missing.isEmpty());
        body.put("detail", missing.isEmpty() ? "ready" : missing);
        body.put("backlog", vectors.backlog());
        send(response, missing.isEmpty() ? Status.OK_200 : Status.SERVICE_UNAVAILABLE_503, JSON, json(body));
    }

    private static String json(Object body) {
        try {
            return MAPPER.writeValueAsString(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a body of our own cannot be written", e);
        }
    }

    private void metrics(ServerResponse response) {
        send(response, Status.OK_200, "text/plain; version=0.0.4; charset=utf-8", registry.scrape());
    }

    private static void send(ServerResponse response, Status status, String type, String body) {
        response.status(status).header(HeaderNames.CONTENT_TYPE, type).send(body);
    }

    @Override
    public void close() {
        server.stop();
    }
}
