package dev.millrace.stack.endtoend;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/// The whole stack as a user starts it: `up` in a process of its own, asked by `status --json`, SQL and HTTP only.
final class RunningStack implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration UP = Duration.ofSeconds(200);

    private final Path data;
    private final int port;
    private final HttpClient http = HttpClient.newHttpClient();

    private RunningStack(Path data, int port) {
        this.data = data;
        this.port = port;
    }

    static RunningStack up(Path data) throws IOException, InterruptedException {
        RunningStack stack = new RunningStack(data, DevCommand.freePorts());
        stack.up();
        return stack;
    }

    void up() throws IOException, InterruptedException {
        DevCommand.run(UP, "up", "--port", String.valueOf(port), "--data-dir", data.toString(), "--rate", "0");
    }

    void down() throws IOException, InterruptedException {
        DevCommand.run(Duration.ofSeconds(90), "down", "--data-dir", data.toString());
    }

    JsonNode status() throws IOException, InterruptedException {
        return JSON.readTree(DevCommand.run(Duration.ofSeconds(30), "status", "--json", "--data-dir", data.toString()));
    }

    /// Where the query service answers.
    String url() {
        return "http://127.0.0.1:" + port;
    }

    Connection database(String role) throws IOException, InterruptedException, SQLException {
        return connect(status().at("/databases/" + role));
    }

    /// Logs in as `status` says.
    static Connection connect(JsonNode database) throws SQLException {
        String url = "jdbc:mysql://%s:%d/%s?allowPublicKeyRetrieval=true&useSSL=false&connectionTimeZone=SERVER"
                .formatted(
                        database.get("host").asText(),
                        database.get("port").asInt(),
                        database.get("name").asText());
        return DriverManager.getConnection(
                url, database.get("user").asText(), database.get("password").asText());
    }

    /// kill -9 of one part.
    void kill(String part) throws IOException, InterruptedException {
        long pid = status().at("/processes/" + part).asLong();
        ProcessHandle process = ProcessHandle.of(pid).orElseThrow();
        process.destroyForcibly();
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> !process.isAlive());
    }

    HttpResponse<String> get(String path, String... headers) {
        try {
            HttpRequest.Builder request =
                    HttpRequest.newBuilder(URI.create(url() + path)).timeout(Duration.ofSeconds(5));
            for (int i = 0; i < headers.length; i += 2) {
                request.header(headers[i], headers[i + 1]);
            }
            return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    JsonNode json(String path) {
        try {
            return JSON.readTree(get(path).body());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /// Waits for answers to follow the databases.
    static ConditionFactory soon() {
        return Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(20))
                .ignoreExceptions();
    }

    @Override
    public void close() throws IOException, InterruptedException {
        down();
        http.close();
    }
}
