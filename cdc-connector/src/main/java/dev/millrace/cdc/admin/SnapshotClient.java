package dev.millrace.cdc.admin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/// Asks a running connector to read one table and tells how far it is until it has ended.
public final class SnapshotClient {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration CALL = Duration.ofSeconds(40);
    private static final Duration LOOK = Duration.ofMillis(500);
    private static final Duration AWAY = Duration.ofMinutes(5);

    private final URI connector;
    private final String token;
    private final PrintStream out;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

    /// @param connector where it answers, `http://host:port`
    /// @param token of `server.admin-token`; empty when it has none
    public SnapshotClient(URI connector, String token, PrintStream out) {
        this.connector = connector;
        this.token = token;
        this.out = out;
    }

    /// Returns when the table is read: 0, or 1 when it was not.
    ///
    /// @param database name of the source; empty for whichever has that table
    public int read(String database, String table) throws InterruptedException {
        try {
            HttpResponse<String> answer = ask(database, table);
            JsonNode body = JSON.readTree(answer.body());
            if (answer.statusCode() != 202) {
                out.println(body.path("error").asText("the connector answered " + answer.statusCode()));
                return 1;
            }
            return follow(JSON.treeToValue(body, SnapshotTicket.class));
        } catch (JsonProcessingException e) {
            out.println("what answers at " + connector + " is no connector");
            return 1;
        } catch (IOException e) {
            out.println("no answer from the connector at " + connector + ": " + e.getMessage());
            return 1;
        }
    }

    private HttpResponse<String> ask(String database, String table) throws IOException, InterruptedException {
        String body = JSON.writeValueAsString(Map.of("database", database, "table", table));
        HttpRequest.Builder request = HttpRequest.newBuilder(connector.resolve("/snapshots"))
                .timeout(CALL)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body));
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private int follow(SnapshotTicket ticket) throws InterruptedException {
        String told = "";
        long heardAt = System.nanoTime();
        while (true) {
            Optional<JsonNode> status = status(ticket);
            if (status.isEmpty()) {
                if (System.nanoTime() - heardAt > AWAY.toNanos()) {
                    out.println("the connector is away, or was started again when the table was read; in the first"
                            + " case it is read on when it is back, see its /status, or ask again to be sure");
                    return 1;
                }
            } else {
                heardAt = System.nanoTime();
                Optional<Integer> end = end(ticket, status.get());
                String line = line(ticket, status.get());
                if (!line.equals(told)) {
                    out.println(line);
                    told = line;
                }
                if (end.isPresent()) {
                    return end.get();
                }
            }
            Thread.sleep(LOOK);
        }
    }

    /// Empty while the connector does not answer, starts, or has not stored an offset since its start.
    private Optional<JsonNode> status(SnapshotTicket ticket) throws InterruptedException {
        try {
            HttpRequest request = HttpRequest.newBuilder(connector.resolve("/status"))
                    .timeout(CALL)
                    .build();
            JsonNode database = JSON.readTree(http.send(request, HttpResponse.BodyHandlers.ofString())
                            .body())
                    .path("databases")
                    .path(ticket.database());
            return database.path("followed").asBoolean()
                    ? Optional.of(database.path("table_snapshot")).filter(JsonNode::isObject)
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /// The exit code, once it has ended.
    private static Optional<Integer> end(SnapshotTicket ticket, JsonNode reading) {
        if (!isOurs(ticket, reading)) {
            return Optional.of(1);
        }
        if (reading.path("running").asBoolean()) {
            return Optional.empty();
        }
        return Optional.of(reading.path("failure").isTextual() ? 1 : 0);
    }

    /// False when the connector was started again after it had ended, and reads another.
    private static boolean isOurs(SnapshotTicket ticket, JsonNode reading) {
        return reading.path("id").asText().equals(ticket.id());
    }

    private static String line(SnapshotTicket ticket, JsonNode reading) {
        if (!isOurs(ticket, reading)) {
            return "the connector was started again and reads " + ticket.table()
                    + " no more: it had ended before, see its log, or ask again to be sure";
        }
        String what = ticket.database() + " " + ticket.table() + ": "
                + reading.path("rows").asLong() + " rows";
        if (reading.path("failure").isTextual()) {
            return what + ", not read to the end: " + reading.path("failure").asText();
        }
        if (!reading.path("running").asBoolean()) {
            return what + ", done";
        }
        String left = reading.path("seconds_left").isNumber()
                ? ", about " + reading.path("seconds_left").asLong() + " s left"
                : "";
        if (!reading.path("percent").isNumber()) {
            return what + " since the connector was started again" + left;
        }
        return "%s of about %d, %d %%%s"
                .formatted(
                        what,
                        reading.path("rows_expected").asLong(),
                        reading.path("percent").asInt(),
                        left);
    }
}
