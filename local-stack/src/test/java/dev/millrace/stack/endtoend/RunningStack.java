package dev.millrace.stack.endtoend;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/// The whole stack as a user starts it: `up` in a process of its own, asked by `status --json`, SQL and HTTP only.
final class RunningStack implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration UP = Duration.ofSeconds(200);
    private static final int PORTS = 10;

    private final Path data;
    private final int port;
    private final HttpClient http = HttpClient.newHttpClient();

    private RunningStack(Path data, int port) {
        this.data = data;
        this.port = port;
    }

    static RunningStack up(Path data) throws IOException, InterruptedException {
        RunningStack stack = new RunningStack(data, freePorts());
        stack.up();
        return stack;
    }

    void up() throws IOException, InterruptedException {
        command(UP, "up", "--port", String.valueOf(port), "--data-dir", data.toString(), "--rate", "0");
    }

    void down() throws IOException, InterruptedException {
        command(Duration.ofSeconds(90), "down", "--data-dir", data.toString());
    }

    JsonNode status() throws IOException, InterruptedException {
        return JSON.readTree(command(Duration.ofSeconds(30), "status", "--json", "--data-dir", data.toString()));
    }

    Connection database(String role) throws IOException, InterruptedException, SQLException {
        JsonNode database = status().at("/databases/" + role);
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
            HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                    .timeout(Duration.ofSeconds(5));
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

    private static String command(Duration limit, String... arguments) throws IOException, InterruptedException {
        Path target = Path.of(System.getProperty("millrace.root"), "local-stack", "target");
        String classPath = Files.readString(target.resolve("classpath.txt")).strip();
        List<String> line = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-cp",
                target.resolve("local-stack-0.1.0-SNAPSHOT.jar") + ":" + classPath,
                "-Dmillrace.root=" + System.getProperty("millrace.root"),
                "dev.millrace.stack.Main"));
        line.addAll(List.of(arguments));
        Path output = Files.createTempFile("command", ".txt");
        Process process = new ProcessBuilder(line)
                .redirectOutput(output.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        boolean ended = process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
        String text = Files.readString(output);
        if (!ended || process.exitValue() != 0) {
            process.destroyForcibly();
            throw new IllegalStateException("%s %s\n%s"
                    .formatted(String.join(" ", arguments), ended ? "exit " + process.exitValue() : "timed out", text));
        }
        return text;
    }

    private static int freePorts() {
        return IntStream.iterate(20_000, base -> base < 60_000, base -> base + 100)
                .filter(base -> IntStream.range(base, base + PORTS).allMatch(RunningStack::isFree))
                .findFirst()
                .orElseThrow();
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port)) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }
}
