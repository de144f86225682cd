package dev.millrace.stack.cdc;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.millrace.stack.embedded.Account;
import dev.millrace.stack.embedded.BrokerSettings;
import dev.millrace.stack.embedded.EmbeddedMysql;
import dev.millrace.stack.embedded.FreePorts;
import dev.millrace.stack.embedded.MysqlOptions;
import dev.millrace.stack.embedded.Secrets;
import dev.millrace.stack.schema.Schema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/// Servers and networks fail under a connector that only its supervisor looks after: afterwards every change is
/// in the topic once and in order, and `/ready` has said what was wrong. The failures come one after the other
/// to the same connector, the move to the replica last.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class OutagesIT {
    private static final Path CACHE = Path.of(System.getProperty("millrace.root", ".."), ".cache");
    private static final String TOPIC = "business.dianshu_backend.order_tab";
    private static final Duration PATIENCE = Duration.ofSeconds(240);
    private static final JsonMapper JSON = new JsonMapper();
    private static final int CHUNK = 1 << 20;

    @TempDir
    private static Path folder;

    private final SmallDisk disk = new SmallDisk();
    private EmbeddedMysql mysql;
    private TcpProxy toMysql;
    private TcpProxy toKafka;
    private BrokerSettings brokerSettings;
    private BrokerChild broker;
    private SteadyShop shop;
    private SupervisedConnector connector;

    @BeforeAll
    void start() throws Exception {
        mysql = mysql("mysql", 0);
        toMysql = new TcpProxy(mysql.port());
        int far = FreePorts.one();
        toKafka = new TcpProxy(far);
        Path kafka = Files.createDirectories(folder.resolve("kafka"));
        disk.mount(kafka);
        brokerSettings = new BrokerSettings(
                kafka,
                FreePorts.one(),
                FreePorts.one(),
                Optional.of(new BrokerSettings.Far(far, toKafka.port())),
                Map.of());
        broker = BrokerChild.start(brokerSettings, folder.resolve("kafka.log"));
        try (Connection connection = mysql.connect("dianshu_backend", mysql.admin())) {
            Schema.BUSINESS.apply(connection);
        }
        SteadyShop.open(mysql);
        int healthPort = FreePorts.one();
        connector = new SupervisedConnector(settings(healthPort), folder, healthPort);
        awaitFollowed();
        shop = new SteadyShop(mysql);
    }

    @AfterAll
    void stop() throws Exception {
        for (AutoCloseable part : Arrays.asList(shop, connector, toKafka, toMysql, broker, mysql)) {
            if (part != null) {
                part.close();
            }
        }
        disk.unmount();
    }

    @Test
    @Order(1)
    void mysqlIsRestartedAndKilled() throws Exception {
        int port = mysql.port();
        mysql.close();
        restartMysql(port);
        everyChangeArrivesOnceAndInOrder();

        ProcessHandle.of(mysql.pid()).orElseThrow().destroyForcibly();
        mysql.process().waitFor();
        Awaitility.await()
                .atMost(PATIENCE)
                .until(
                        () -> connector.ask(),
                        answer -> answer.contains("no connection to the binlog")
                                || answer.contains("waiting for the database"));
        restartMysql(port);
        everyChangeArrivesOnceAndInOrder();
        assertThat(connector.starts()).as("no restart of the process is needed").isEqualTo(1);
    }

    @Test
    @Order(2)
    void theNetworkToMysqlIsCutAndThenForgetsItsConnections() throws Exception {
        toMysql.cut();
        Awaitility.await()
                .atMost(PATIENCE)
                .until(
                        () -> connector.ask(),
                        answer -> answer.contains("no connection to the binlog")
                                || answer.contains("waiting for the database"));
        toMysql.mend();
        everyChangeArrivesOnceAndInOrder();

        toMysql.forget();
        everyChangeArrivesOnceAndInOrder();
    }

    @Test
    @Order(3)
    void theNetworkToKafkaIsCutForAMomentAndThenForgetsItsConnections() throws Exception {
        toKafka.cut();
        toKafka.mend();
        everyChangeArrivesOnceAndInOrder();

        toKafka.forget();
        everyChangeArrivesOnceAndInOrder();
    }

    @Test
    @Order(4)
    void theBrokerDiesOfAFullDiskAndStaysAwayLongerThanADeliveryMayTake() throws Exception {
        connector.said();
        int starts = connector.starts();
        if (disk.isMounted()) {
            fill(brokerSettings.dataDir().resolve("full"));
            Awaitility.await().atMost(PATIENCE).until(() -> !broker.process().isAlive());
        } else {
            broker.kill();
        }
        Awaitility.await().atMost(PATIENCE).until(() -> connector.starts() > starts);
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> connector.ask(), answer -> answer.contains("waiting for Kafka"));
        assertThat(connector.said())
                .anyMatch(answer -> answer.contains("Kafka has not confirmed a transaction for N s"));

        Files.deleteIfExists(brokerSettings.dataDir().resolve("full"));
        broker = BrokerChild.start(brokerSettings, folder.resolve("kafka.log"));
        everyChangeArrivesOnceAndInOrder();
    }

    @Test
    @Order(5)
    void theShopMovesToAReplicaThatKnowsTheSameTransactions() throws Exception {
        EmbeddedMysql replica = mysql("replica", 0);
        Account account = mysql.capture();
        execute(
                replica,
                "CHANGE MASTER TO MASTER_HOST = '127.0.0.1', MASTER_PORT = %d, MASTER_USER = '%s',"
                                .formatted(mysql.port(), account.user())
                        + " MASTER_PASSWORD = '%s', MASTER_AUTO_POSITION = 1, GET_MASTER_PUBLIC_KEY = 1"
                                .formatted(account.password()),
                "START SLAVE");
        EmbeddedMysql old = mysql;
        shop.whilePaused(() -> {
            toMysql.cut(); // the connector's heartbeats too
            execute(replica, "DO WAIT_FOR_EXECUTED_GTID_SET('" + executed(old) + "', 60)");
            assertThat(executed(replica)).contains(executed(old));
            shop.moveTo(replica);
            toMysql.leadTo(replica.port());
            old.close();
            execute(replica, "STOP SLAVE", "RESET SLAVE ALL");
            toMysql.mend();
        });
        mysql = replica;

        everyChangeArrivesOnceAndInOrder();
    }

    /// Waits until the topic has caught up with the table, then looks at each order's prices: 0 was read by the
    /// one snapshot, every other one came from the binlog.
    private void everyChangeArrivesOnceAndInOrder() throws Exception {
        Map<Long, Integer> before = shop.prices();
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> shop.prices().values().stream()
                                .mapToInt(Integer::intValue)
                                .sum()
                        > before.values().stream().mapToInt(Integer::intValue).sum());
        awaitFollowed();
        shop.whilePaused(() -> {
            Map<Long, List<String>> expected = new TreeMap<>();
            shop.prices()
                    .forEach((id, price) -> expected.put(
                            id,
                            IntStream.rangeClosed(0, price)
                                    .mapToObj(raised -> (raised == 0 ? "r" : "u") + raised)
                                    .toList()));
            Awaitility.await()
                    .atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(inTopic()).isEqualTo(expected));
        });
    }

    private Map<Long, List<String>> inTopic() throws IOException {
        Map<Long, List<String>> prices = new TreeMap<>();
        for (var record : new TopicReader(brokerSettings.bootstrapServers()).all(TOPIC)) {
            JsonNode envelope = JSON.readTree(record.value());
            prices.computeIfAbsent(envelope.path("after").path("id").asLong(), _ -> new ArrayList<>())
                    .add(envelope.path("op").asText()
                            + (int) Double.parseDouble(
                                    envelope.path("after").path("price").asText()));
        }
        return prices;
    }

    private void awaitFollowed() throws IOException {
        try {
            Awaitility.await()
                    .atMost(PATIENCE)
                    .until(() -> connector.ask(), answer -> answer.contains("all databases are followed"));
        } catch (ConditionTimeoutException e) {
            throw new AssertionError(connector.lastLog() + LogTail.of(folder.resolve("kafka.log")), e);
        }
    }

    private void restartMysql(int port) throws SQLException {
        mysql = mysql("mysql", port);
        shop.moveTo(mysql);
    }

    /// Both servers have the same logins.
    private static EmbeddedMysql mysql(String name, int port) {
        MysqlOptions options = new MysqlOptions(folder.resolve(name), CACHE, port, "SYSTEM");
        EmbeddedMysql mysql = EmbeddedMysql.start(
                options, folder.resolve(name + ".log"), new Secrets(folder.resolve("secrets.properties")));
        mysql.createAccounts();
        return mysql;
    }

    private static String executed(EmbeddedMysql mysql) throws SQLException {
        try (Connection root = mysql.connect("", mysql.admin());
                Statement statement = root.createStatement();
                var row = statement.executeQuery("SELECT @@GLOBAL.gtid_executed")) {
            row.next();
            return row.getString(1);
        }
    }

    private static void execute(EmbeddedMysql mysql, String... statements) throws SQLException {
        try (Connection root = mysql.connect("", mysql.admin());
                Statement statement = root.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private static void fill(Path file) throws IOException {
        try (var out = Files.newOutputStream(file)) {
            while (true) {
                out.write(new byte[CHUNK]);
            }
        } catch (IOException e) {
            assertThat(e).hasMessageContaining("No space left");
        }
    }

    private Path settings(int port) throws IOException {
        Account account = mysql.capture();
        Path file = folder.resolve("cdc-connector.yaml");
        Files.writeString(
                file, """
                server:
                  port: %d
                kafka:
                  bootstrap.servers: "127.0.0.1:%d"
                databases:
                  business:
                    port: %d
                    user: %s
                    password: "%s"
                  matomo:
                    enabled: false
                """.formatted(port, toKafka.port(), toMysql.port(), account.user(), account.password()));
        return file;
    }
}
