package dev.millrace.stack.cdc;

import dev.millrace.contract.capture.SourceDatabase;
import dev.millrace.stack.embedded.FreePorts;
import dev.millrace.stack.embedded.InProcessBroker;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/// The same life of both databases on any server: rows before the first start, every kind of change, DDL, a purge, kill
/// -9 in a stream of orders, changes and DDL while the connector is away, and its return.
final class CoreCases {
    static final String DATASETS = "business.dianshu_backend.dataset";
    static final String ORDERS = "business.dianshu_backend.order_tab";
    static final String API_ORDERS = "business.dianshu_backend.api_order";
    static final String ACTIONS = "matomo.matomo.matomo_log_action";
    static final String VISITS = "matomo.matomo.matomo_log_visit";
    static final String LINKS = "matomo.matomo.matomo_log_link_visit_action";
    static final List<String> TOPICS = List.of(DATASETS, ORDERS, API_ORDERS, ACTIONS, VISITS, LINKS);

    /// Rows that are written while the connector is killed, one transaction each.
    static final int UNDER_FIRE = 200;

    static final int WHILE_AWAY = 50;
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private static final List<String> SHOP_BEFORE = List.of(
            "SET SESSION sql_mode = ''",
            "INSERT INTO dataset (id, dataset_name, description, price, create_time, update_time) VALUES"
                    + " (1, 'GDP 全国 😀', 'Größe', 9999999999.99, '2026-01-02 03:04:05', '2026-01-02 03:04:05')",
            order(1, "'2026-11-23 10:00:00'"),
            order(2, "'0000-00-00 00:00:00'"),
            order(3, "NULL"));

    private static final List<String> MATOMO_BEFORE = List.of(
            visit("18446744073709551614", "1122334455660000", "'42'"),
            visit("7", "0000000000000000", "'jane@mail.example.com'"),
            link("18446744073709551615", "7", "1122334455660000", "'rec:req_1'"),
            action(1, "shop.example.com/dataDetail/123?from=rec&rid=req_1&pos=2"));

    private static final List<String> SHOP_STREAM = List.of(
            "SET SESSION sql_mode = ''",
            order(10, "'2026-11-23 10:00:00'"),
            "UPDATE order_tab SET pay_status = 1, price = 0.10, update_time = '2026-11-23 10:00:01' WHERE id = 10",
            "DELETE FROM order_tab WHERE id = 10",
            "UPDATE order_tab SET id = 103, update_time = '2026-11-23 10:00:01' WHERE id = 3",
            order(11, "'0000-00-00 00:00:00'"),
            "ALTER TABLE order_tab ADD COLUMN note VARCHAR(20) NOT NULL DEFAULT 'x' AFTER create_user, ADD INDEX (note)",
            order(12, "'2026-11-23 10:00:00'"),
            "UPDATE order_tab SET price = 5, update_time = '2026-11-23 10:00:01' WHERE id = 1",
            "INSERT INTO dataset (id, dataset_name, description, price, create_time, update_time) VALUES"
                    + " (2, '气象 😀', '', 0.05, '2026-01-02 03:04:05', '0000-00-00 00:00:00')");

    private static final List<String> MATOMO_STREAM = List.of(
            visit("18446744073709551613", "ff00000000000000", "NULL"),
            "UPDATE matomo_log_visit SET user_id = '42' WHERE idvisit = 18446744073709551613",
            "UPDATE matomo_log_visit SET visit_total_actions = 9 WHERE idvisit = 18446744073709551613",
            link("18446744073709551614", "18446744073709551613", "ff00000000000000", "NULL"),
            "DELETE FROM matomo_log_visit WHERE idvisit = 18446744073709551613",
            "ALTER TABLE matomo_log_visit ADD COLUMN plugin_score FLOAT DEFAULT 0.5",
            visit("8", "1100000000000000", "'43'"),
            action(2, "shop.example.com/dataDetail/124"));

    private final ShopServer server;
    private final Path folder;
    private final String classPath;
    private final InProcessBroker broker;
    private final TopicReader reader;
    private final int healthPort = FreePorts.one();

    private CoreCases(ShopServer server, Path folder, String classPath, InProcessBroker broker) {
        this.server = server;
        this.folder = folder;
        this.classPath = classPath;
        this.broker = broker;
        this.reader = new TopicReader(broker.bootstrapServers());
    }

    /// What came of it.
    ///
    /// @param topics all records, by topic
    /// @param refusal what a connector said that was started for the wrong flavour
    record Outcome(Map<String, List<ConsumerRecord<String, String>>> topics, String refusal) {
        /// Of a server that is not there.
        static final Outcome NONE = new Outcome(Map.of(), "");

        List<ConsumerRecord<String, String>> in(String topic) {
            return topics.getOrDefault(topic, List.of());
        }
    }

    /// @param classPath that of the server's flavour
    /// @param otherClassPath that of the other flavour
    static Outcome run(ShopServer server, Path folder, String classPath, String otherClassPath) throws Exception {
        try (InProcessBroker broker = InProcessBroker.start(folder.resolve("kafka"))) {
            CoreCases cases = new CoreCases(server, folder, classPath, broker);
            try {
                String refusal = cases.refusal(otherClassPath);
                return new Outcome(cases.run(), refusal);
            } catch (ConditionTimeoutException e) {
                throw new AssertionError("the connector wrote:\n" + Files.readString(cases.log()), e);
            }
        }
    }

    private String refusal(String otherClassPath) throws Exception {
        String other = server.flavour().equals("mysql") ? "mariadb" : "mysql";
        Path file = folder.resolve("wrong-flavour.yaml");
        Files.writeString(file, settings().replace("flavour: " + server.flavour(), "flavour: " + other));
        try (ConnectorChild child =
                ConnectorChild.start(file, folder.resolve("wrong-flavour.log"), launch(otherClassPath))) {
            if (!child.process().waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError("still running: " + child.output());
            }
            return "exit code " + child.process().exitValue() + "\n" + child.output();
        }
    }

    private Map<String, List<ConsumerRecord<String, String>>> run() throws Exception {
        server.execute(SourceDatabase.BUSINESS, SHOP_BEFORE);
        server.execute(SourceDatabase.MATOMO, MATOMO_BEFORE);
        try (ConnectorChild child = start()) {
            awaitReady();
            server.execute(SourceDatabase.BUSINESS, SHOP_STREAM);
            server.execute(SourceDatabase.MATOMO, MATOMO_STREAM);
            server.execute(
                    SourceDatabase.BUSINESS,
                    server.purging(),
                    "DELETE /* millrace:purge */ FROM order_tab WHERE id = 2",
                    "DELETE FROM order_tab WHERE id = 11 AND 'Jane Doe' <> ''");
            server.execute(SourceDatabase.BUSINESS, apiOrders(1, UNDER_FIRE));
            child.process().destroyForcibly().waitFor();
        }
        server.execute(SourceDatabase.BUSINESS, apiOrders(UNDER_FIRE + 1, WHILE_AWAY));
        server.execute(
                SourceDatabase.BUSINESS,
                "ALTER TABLE order_tab ADD COLUMN remark VARCHAR(20), MODIFY COLUMN note VARCHAR(40)",
                order(13, "'2026-11-23 10:00:00'"),
                "DELETE FROM order_tab WHERE id = 12");
        server.execute(SourceDatabase.MATOMO, visit("9", "1234000000000000", "NULL"));
        try (ConnectorChild _ = start()) {
            awaitReady();
            readAgain("dataset");
            server.execute(SourceDatabase.BUSINESS, apiOrders(UNDER_FIRE + WHILE_AWAY + 1, 1));
            server.execute(SourceDatabase.MATOMO, action(3, "shop.example.com/dataDetail/125"));
            return collect();
        }
    }

    /// Two rows, while the binlog is followed.
    private void readAgain(String table) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + healthPort + "/snapshots"))
                .timeout(Duration.ofSeconds(5))
                .POST(HttpRequest.BodyPublishers.ofString("{\"table\": \"" + table + "\"}"))
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 202) {
                throw new AssertionError(answer.statusCode() + " " + answer.body());
            }
        }
        reader.await(
                DATASETS,
                has(record ->
                        record.key().equals("{\"id\":2}") && record.value().contains("\"op\":\"r\"")));
    }

    /// Everything, once the last rows of both databases are there: a database's changes come in their order.
    private Map<String, List<ConsumerRecord<String, String>>> collect() {
        String last = "{\"id\":" + (UNDER_FIRE + WHILE_AWAY + 1) + "}";
        reader.await(API_ORDERS, has(record -> record.key().equals(last)));
        reader.await(ACTIONS, has(record -> record.key().equals("{\"idaction\":3}")));
        Map<String, List<ConsumerRecord<String, String>>> topics = new LinkedHashMap<>();
        TOPICS.forEach(topic -> topics.put(topic, reader.all(topic)));
        return topics;
    }

    private static Predicate<List<ConsumerRecord<String, String>>> has(Predicate<ConsumerRecord<String, String>> one) {
        return records -> records.stream().anyMatch(one);
    }

    private ConnectorChild start() throws IOException {
        Path file = folder.resolve("cdc-connector.yaml");
        Files.writeString(file, settings());
        return ConnectorChild.start(file, log(), launch(classPath));
    }

    private static ConnectorChild.Launch launch(String classPath) {
        return new ConnectorChild.Launch(classPath, List.of(), Map.of());
    }

    private Path log() {
        return folder.resolve("connector.log");
    }

    private String settings() {
        String place = """
                    flavour: %s
                    port: %d
                    user: %s
                    password: "%s"
                """.formatted(
                        server.flavour(), server.port(), ShopServer.CAPTURE.user(), ShopServer.CAPTURE.password());
        return """
                server:
                  port: %d
                kafka:
                  bootstrap.servers: "%s"
                databases:
                  business:
                %s
                  matomo:
                    user-id-key: a key for this test
                %s
                """.formatted(healthPort, broker.bootstrapServers(), place, place);
    }

    /// `/ready` needs the snapshot's end, a binlog connection and a heartbeat of both databases.
    private void awaitReady() {
        HttpRequest ready = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + healthPort + "/ready"))
                .timeout(Duration.ofSeconds(5))
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            Awaitility.await()
                    .atMost(PATIENCE)
                    .ignoreExceptionsInstanceOf(IOException.class)
                    .until(() -> client.send(ready, HttpResponse.BodyHandlers.ofString())
                                    .statusCode()
                            == 200);
        }
    }

    private static String order(int id, String paid) {
        return "INSERT INTO order_tab (id, dataset_id, create_user, price, pay_time, create_time, update_time) VALUES"
                + " (%d, 5, 9, 12.30, %s, %s, '2026-11-23 10:00:00')"
                        .formatted(id, paid, paid.equals("NULL") ? "'2026-11-23 10:00:00'" : paid);
    }

    /// All of one API, so that one partition holds them in their order.
    private static List<String> apiOrders(int first, int count) {
        return IntStream.range(first, first + count)
                .mapToObj(id -> ("INSERT INTO api_order (id, api_id, creator_id, create_time, update_time)"
                                + " VALUES (%d, 1, 1, '2026-11-23 10:00:00', '2026-11-23 10:00:00')")
                        .formatted(id))
                .toList();
    }

    private static String visit(String id, String visitor, String user) {
        return ("INSERT INTO matomo_log_visit (idvisit, idsite, idvisitor, visit_last_action_time, config_id, location_ip,"
                        + " user_id, visit_first_action_time, visit_total_time)"
                        + " VALUES (%s, 1, x'%s', NOW(), x'00', x'7f000001', %s, '2026-11-23 10:00:00', 1)")
                .formatted(id, visitor, user);
    }

    private static String link(String id, String visit, String visitor, String dimension) {
        return ("INSERT INTO matomo_log_link_visit_action (idlink_va, idsite, idvisitor, idvisit, server_time,"
                        + " idaction_url, custom_dimension_1) VALUES (%s, 1, x'%s', %s, '2026-11-23 02:00:00', 1, %s)")
                .formatted(id, visitor, visit, dimension);
    }

    private static String action(int id, String name) {
        return "INSERT INTO matomo_log_action (idaction, name, hash, type) VALUES (%d, '%s', 4294967295, 1)"
                .formatted(id, name);
    }
}
