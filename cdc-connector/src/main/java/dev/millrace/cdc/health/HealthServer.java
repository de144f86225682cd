package dev.millrace.cdc.health;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.cdc.CdcException;
import dev.millrace.cdc.admin.AdminAccess;
import dev.millrace.cdc.admin.SnapshotRequests;
import dev.millrace.cdc.config.ServerConfig;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// `/live`, `/ready`, `/status`, `/metrics`, and `POST /snapshots` for those who may.
public final class HealthServer implements AutoCloseable {
    private static final String JSON = "application/json";
    private static final String WANTED = "wanted: {\"table\": \"order_tab\"}, and \"database\" where it is not clear";
    private static final long MOST_BYTES = 10_000;
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final CdcMetrics metrics;
    private final List<DatabaseHealth> databases;
    private final SnapshotRequests snapshots;
    private final AdminAccess access;
    private final WebServer server;

    /// Serves at once.
    public HealthServer(
            ServerConfig config, CdcMetrics metrics, List<DatabaseHealth> databases, SnapshotRequests snapshots) {
        this.metrics = metrics;
        this.snapshots = snapshots;
        this.access = new AdminAccess(config);
        this.databases = List.copyOf(databases);
        this.server = WebServer.builder()
                .host(config.host())
                .port(config.port())
                .shutdownHook(false)
                .maxPayloadSize(MOST_BYTES)
                .routing(routes -> routes.get("/live", (_, response) -> send(response, Status.OK_200, JSON, "{}"))
                        .get("/ready", (_, response) -> ready(response))
                        .get("/status", (_, response) -> status(response))
                        .get("/metrics", (_, response) -> metrics(response))
                        .post("/snapshots", this::snapshot))
                .build()
                .start();
    }

    /// The port it answers on.
    public int port() {
        return server.port();
    }

    private void ready(ServerResponse response) {
        String missing = databases.stream()
                .map(DatabaseHealth::missing)
                .flatMap(Optional::stream)
                .collect(Collectors.joining("; "));
        boolean ready = missing.isEmpty();
        String detail = ready ? "all databases are followed" : missing;
        send(
                response,
                ready ? Status.OK_200 : Status.SERVICE_UNAVAILABLE_503,
                JSON,
                json(Map.of("ready", ready, "detail", detail)));
    }

    private void status(ServerResponse response) {
        Map<String, Object> status = new LinkedHashMap<>();
        databases.forEach(database -> status.put(database.database(), database.status()));
        send(response, Status.OK_200, JSON, json(Map.of("databases", status)));
    }

    private void snapshot(ServerRequest request, ServerResponse response) {
        Optional<String> refusal =
                access.refusal(header(request, HeaderNames.AUTHORIZATION), header(request, HeaderNames.ORIGIN));
        if (refusal.isPresent()) {
            error(response, Status.FORBIDDEN_403, refusal.get());
            return;
        }
        try {
            JsonNode wanted = MAPPER.readTree(request.content().as(String.class));
            String table = wanted.path("table").asText();
            if (table.isEmpty()) {
                error(response, Status.BAD_REQUEST_400, WANTED);
                return;
            }
            Object ticket = snapshots.request(wanted.path("database").asText(), table);
            send(response, Status.ACCEPTED_202, JSON, json(ticket));
        } catch (JsonProcessingException e) {
            error(response, Status.BAD_REQUEST_400, WANTED);
        } catch (CdcException e) {
            error(response, Status.CONFLICT_409, String.valueOf(e.getMessage()));
        }
    }

    private static String header(ServerRequest request, HeaderName name) {
        return request.headers().first(name).orElse("");
    }

    private static void error(ServerResponse response, Status status, String words) {
        send(response, status, JSON, json(Map.of("error", words)));
    }

    private static String json(Object body) {
        try {
            return MAPPER.writeValueAsString(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a body of our own cannot be written", e);
        }
    }

    private void metrics(ServerResponse response) {
        send(response, Status.OK_200, "text/plain; version=0.0.4; charset=utf-8", metrics.scrape());
    }

    private static void send(ServerResponse response, Status status, String type, String body) {
        response.status(status).header(HeaderNames.CONTENT_TYPE, type).send(body);
    }

    @Override
    public void close() {
        server.stop();
    }
}
