package dev.millrace.stack.cdc;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.millrace.contract.capture.SourceDatabase;
import dev.millrace.stack.cdc.ConnectorChild.Launch;
import dev.millrace.stack.embedded.FreePorts;
import dev.millrace.stack.embedded.InProcessBroker;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// The connector as operators have it: processes with a settings file, an address and commands.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ConnectorProcessIT {
    private static final Duration PATIENCE = Duration.ofMinutes(4);
    private static final int ORDERS = 6_000;
    private static final String TOKEN = "the-token-of-this-test";
    private static final String LOGIN_KEY = "the-login-key-of-this-test";
    private static final JsonMapper JSON = new JsonMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @TempDir
    private static Path folder;

    private SourceServer source;

    @BeforeAll
    void start() throws SQLException {
        source = SourceServer.start(folder.resolve("mysql"), "+08:00");
    }

    @AfterAll
    void stop() {
        source.close();
    }

    @Test
    void aTableIsReadOnAfterAKillAndNoRowIsLostOrRepeated() throws Exception {
        try (InProcessBroker broker = InProcessBroker.start(folder.resolve("kafka-1"))) {
            OrderTable orders = new OrderTable(source, new TopicReader(broker.bootstrapServers()));
            int port = FreePorts.one();
            Path settings = settings("kill", broker, port, false, "debezium: { incremental.snapshot.chunk.size: 20 }");
            source.execute(SourceDatabase.BUSINESS, "TRUNCATE TABLE order_tab");
            ConnectorChild first = child(settings, "kill-1.log");
            try (first) {
                awaitReady(first, port);
                orders.fill(1, ORDERS);
                orders.awaitAll(1);
                assertThat(orders.readAgain(OrderTable.TOPIC)).isZero();
                try (ConnectorChild command = child(settings, "kill-command.log", "snapshot", "order_tab")) {
                    Awaitility.await()
                            .atMost(PATIENCE)
                            .until(() -> reading(port).path("rows").asLong() > ORDERS / 10);
                    first.close();
                    first.process().waitFor();
                    long before = orders.readAgain(OrderTable.TOPIC);
                    assertThat(before).as("killed while it was read").isBetween(1L, ORDERS - 1L);
                    try (ConnectorChild second = child(settings, "kill-2.log")) {
                        assertThat(command.process().waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                                .isTrue();
                        assertThat(command.process().exitValue())
                                .as(command.output() + second.output())
                                .isZero();
                        assertThat(command.output()).contains("of about", " %", "order_tab", ", done");
                        assertThat(orders.readAgain(OrderTable.TOPIC)).isEqualTo(ORDERS);
                        assertThat(orders.inTopic()).isEqualTo(orders.inTable());
                    }
                }
            }
        }
    }

    @Test
    void theOlderOfTwoIsFencedInWordsAndNothingIsLostOrRepeated() throws Exception {
        try (InProcessBroker broker = InProcessBroker.start(folder.resolve("kafka-2"))) {
            OrderTable orders = new OrderTable(source, new TopicReader(broker.bootstrapServers()));
            int port = FreePorts.one();
            int otherPort = FreePorts.one();
            try (ConnectorChild older = child(settings("older", broker, port, false, ""), "older.log")) {
                awaitReady(older, port);
                try (Buyers buyers = new Buyers(orders, ORDERS, 7);
                        ConnectorChild newer = child(settings("newer", broker, otherPort, false, ""), "newer.log")) {
                    assertThat(older.process().waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                            .as("the older one ends")
                            .isTrue();
                    assertThat(older.process().exitValue()).isEqualTo(1);
                    // A commit that meets the newer one's first word makes the broker stumble ("pending state
                    // PREPARE_EPOCH_FENCE").
                    assertThat(older.output())
                            .containsAnyOf("another connector took over", "Unhandled error in EndTxnResponse");
                    awaitReady(newer, otherPort);
                    assertThat(newer.process().isAlive()).isTrue();
                    assertThat(buyers.changes()).isGreaterThan(100);
                    buyers.close();
                    orders.awaitAll(2);
                    assertThat(orders.inTopic()).isEqualTo(orders.inTable());
                    assertThat(orders.changesTwice()).isEmpty();
                }
            }
        }
    }

    @Test
    void noSecretIsEverPrinted() throws Exception {
        try (InProcessBroker broker = InProcessBroker.start(folder.resolve("kafka-3"))) {
            int port = FreePorts.one();
            Path verbose = folder.resolve("everything.xml");
            Files.writeString(verbose, """
                    <configuration>
                      <appender name="c" class="ch.qos.logback.core.ConsoleAppender">
                        <encoder><pattern>%level %logger %msg %kvp%n%ex</pattern></encoder>
                      </appender>
                      <root level="INFO"><appender-ref ref="c"/></root>
                    </configuration>
                    """);
            Launch everything = Launch.with("-Dlogback.configurationFile=" + verbose);
            Path settings = settings("secrets", broker, port, true, "");
            String pem = "a-private-key-of-this-test";
            Files.writeString(
                    settings,
                    Files.readString(settings).replace("kafka:\n", "kafka:\n  ssl.keystore.key: " + pem + "\n"));
            try (ConnectorChild connector = ConnectorChild.start(settings, folder.resolve("secrets.log"), everything)) {
                awaitReady(connector, port);
                Awaitility.await()
                        .atMost(PATIENCE)
                        .until(() -> connector.output().contains("database.password"));
                String said = connector.output() + get(port, "/status") + get(port, "/metrics") + get(port, "/ready");
                assertThat(said)
                        .contains("effective settings")
                        .doesNotContain(source.mysql().capture().password())
                        .doesNotContain(TOKEN)
                        .doesNotContain(pem)
                        .doesNotContain(LOGIN_KEY);
            }
            String wrong = "wrong-password-of-this-test";
            Path other = settings("wrong", broker, FreePorts.one(), false, "");
            Files.writeString(other, Files.readString(other).replaceAll("password-file: \\S+", "password: " + wrong));
            try (ConnectorChild refused = ConnectorChild.start(other, folder.resolve("wrong.log"), everything)) {
                assertThat(refused.process().waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                        .isTrue();
                assertThat(refused.process().exitValue()).isEqualTo(1);
                assertThat(refused.output())
                        .contains("Access denied for user 'cdc'")
                        .doesNotContain(wrong);
            }
        }
    }

    @Test
    void aPasswordMayComeFromTheEnvironmentAndRequestsNeedTheToken() throws Exception {
        try (InProcessBroker broker = InProcessBroker.start(folder.resolve("kafka-4"))) {
            int port = FreePorts.one();
            Path settings = settings("environment", broker, port, false, "");
            Files.writeString(settings, Files.readString(settings).replaceAll("password-file: \\S+", ""));
            Map<String, String> environment = Map.of(
                    "DATABASES_BUSINESS_PASSWORD", source.mysql().capture().password());
            try (ConnectorChild connector = ConnectorChild.start(
                    settings,
                    folder.resolve("environment.log"),
                    new Launch(ConnectorChild.classPath(), List.of(), environment))) {
                awaitReady(connector, port);
                String body = "{\"table\": \"dataset\"}";
                assertThat(post(port, body).statusCode()).isEqualTo(403);
                assertThat(post(port, body, "Authorization", "Bearer " + TOKEN + "x")
                                .statusCode())
                        .isEqualTo(403);
                assertThat(post(port, body, "Authorization", "Bearer " + TOKEN, "Origin", "http://evil.example")
                                .statusCode())
                        .isEqualTo(403);
                assertThat(post(port, "table=dataset", "Authorization", "Bearer " + TOKEN)
                                .statusCode())
                        .isEqualTo(400);
                var unknown = post(port, "{\"table\": \"user\"}", "Authorization", "Bearer " + TOKEN);
                assertThat(unknown.statusCode()).isEqualTo(409);
                assertThat(unknown.body()).contains("no database that is followed has table user");
                assertThat(post(port, body, "Authorization", "Bearer " + TOKEN).statusCode())
                        .isEqualTo(202);
            }
        }
    }

    private ConnectorChild child(Path settings, String log, String... words) throws IOException {
        return ConnectorChild.start(settings, folder.resolve(log), words);
    }

    private static void awaitReady(ConnectorChild connector, int port) {
        Awaitility.await().atMost(PATIENCE).until(() -> {
            assertThat(connector.process().isAlive()).as(connector.output()).isTrue();
            return get(port, "/ready").contains("all databases are followed");
        });
    }

    private static JsonNode reading(int port) throws Exception {
        String status = get(port, "/status");
        return status.isEmpty()
                ? JSON.createObjectNode()
                : JSON.readTree(status).at("/databases/business/table_snapshot");
    }

    /// Empty while nothing answers.
    private static String get(int port, String path) throws InterruptedException {
        try {
            return HTTP.send(
                            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
        } catch (IOException e) {
            return "";
        }
    }

    private static HttpResponse<String> post(int port, String body, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/snapshots"))
                .POST(HttpRequest.BodyPublishers.ofString(body));
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private Path settings(String name, InProcessBroker broker, int port, boolean matomo, String more)
            throws IOException {
        Path password = secret("password", source.mysql().capture().password());
        Path file = folder.resolve(name + ".yaml");
        Files.writeString(file, """
                server:
                  port: %d
                  admin-token-file: %s
                kafka:
                  bootstrap.servers: "%s"
                databases:
                  business:
                    port: %d
                    user: cdc
                    password-file: %s
                    heartbeat-interval: 200ms
                  matomo:
                    enabled: %s
                    port: %d
                    user: cdc
                    password-file: %s
                    user-id-key-file: %s
                %s
                """.formatted(
                        port,
                        secret("token", TOKEN),
                        broker.bootstrapServers(),
                        source.mysql().port(),
                        password,
                        matomo,
                        source.mysql().port(),
                        password,
                        secret("login-key", LOGIN_KEY),
                        more));
        return file;
    }

    private static Path secret(String name, String value) throws IOException {
        return Files.writeString(folder.resolve(name), value + "\n");
    }
}
