package dev.millrace.stack.cdc;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.contract.capture.SourceDatabase;
import dev.millrace.contract.id.Actor;
import dev.millrace.contract.store.QueryableStore;
import dev.millrace.contract.topic.Partitions;
import dev.millrace.contract.topic.Topics;
import dev.millrace.query.state.Lookup;
import dev.millrace.stack.embedded.Account;
import dev.millrace.stack.embedded.FreePorts;
import dev.millrace.stack.embedded.InProcessBroker;
import dev.millrace.stack.streams.StateClient;
import dev.millrace.stack.streams.StreamsInstance;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A shop in two databases and one Matomo with two sites, captured by one process as its settings say: what arrives,
/// where, and what stays at home.
final class ManySourcesIT {
    private static final String ITEMS = "business.dianshu_backend.dataset";
    private static final String ORDERS = "orders.sales.order_tab";
    private static final String USERS = "business.dianshu_backend.user";
    private static final String VISITS = "matomo.matomo.matomo_log_visit";
    private static final String STEPS = "matomo.matomo.matomo_log_link_visit_action";
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    @Test
    void everyTableArrivesFromTheDatabaseThatHasIt(@TempDir Path folder) throws Exception {
        try (SourceServer source = SourceServer.start(folder.resolve("mysql"), "SYSTEM");
                InProcessBroker broker = InProcessBroker.start(folder.resolve("kafka"))) {
            prepare(source);
            source.execute(
                    SourceDatabase.MATOMO,
                    "INSERT INTO matomo_log_action (idaction, name, hash, type) VALUES (1, 'x/dataDetail/7', 1, 1)");
            visit(source, 1, 1, "jane");
            visit(source, 2, 2, "stranger");
            int port = FreePorts.one();
            Path settings = settings(folder, source, broker.bootstrapServers(), port);
            try (ConnectorChild connector = ConnectorChild.start(settings, folder.resolve("connector.log"))) {
                awaitReady(port, connector);
                change(source);
                TopicReader reader = new TopicReader(broker.bootstrapServers());

                assertOrderAndItemMeet(reader);
                assertOtherSitesStayAtHome(reader, port);
                assertUserIsTheVisitor(reader);
                assertEverySourceBeats(reader);
                assertUnknownTablesAreIgnored(reader);
                assertMissingOnesAreNamed(get(port, "/status"), connector.output());
                assertWhatTheVisitorDidIsTheUsers(folder, broker.bootstrapServers(), reader);
            }
        }
    }

    private static void assertOrderAndItemMeet(TopicReader reader) {
        var items = reader.await(ITEMS, records -> records.size() == 1);
        var orders = reader.await(ORDERS, records -> records.size() == 1);
        assertThat(List.of(items.getFirst().partition(), orders.getFirst().partition()))
                .containsOnly(Partitions.of("ds:7"));
        assertThat(orders.getFirst().value()).contains("\"pay_status\":1");
        assertThat(reader.all("orders.sales.task"))
                .as("the other name's topic is there")
                .isEmpty();
    }

    private static void assertOtherSitesStayAtHome(TopicReader reader, int port) {
        var steps = reader.await(STEPS, records -> contains(records, "\"idlink_va\":4,"));
        assertThat(ids(steps, "idlink_va")).containsExactlyInAnyOrder("1", "3", "4");
        assertThat(ids(reader.all(VISITS), "idvisit")).containsExactlyInAnyOrder("1", "3", "4");
        assertThat(steps).noneMatch(step -> step.value().contains("\"idsite\":2"));
        String counted = "cdc_events_total{database=\"matomo\",op=\"other-site\",table=\"%s\"} 2.0";
        Awaitility.await()
                .untilAsserted(() -> assertThat(get(port, "/metrics"))
                        .contains(counted.formatted("log_visit"), counted.formatted("log_link_visit_action")));
    }

    private static void assertUserIsTheVisitor(TopicReader reader) {
        var users = reader.await(USERS, records -> records.size() == 2);
        assertThat(users).allMatch(user -> user.partition() == Partitions.of("u:9"));
        String login = value(reader.all(VISITS).getFirst(), "user_id");
        assertThat(login).startsWith("h:");
        assertThat(users).anyMatch(user -> value(user, "user_name").equals(login));
    }

    private static void assertEverySourceBeats(TopicReader reader) {
        for (String name : List.of("business", "orders", "matomo")) {
            var beats =
                    reader.await(Topics.heartbeat(name).name(), records -> partitions(records) == Topics.PARTITIONS);
            assertThat(beats).allMatch(beat -> beat.value().contains(name));
        }
    }

    private static void assertUnknownTablesAreIgnored(TopicReader reader) {
        assertThat(reader.topics())
                .contains("orders.sales.api_order", "orders.sales.task")
                .noneMatch(topic -> topic.contains("coupon"))
                .as("the shop's other order_tab is not claimed")
                .doesNotContain("business.dianshu_backend.order_tab");
    }

    private static void assertMissingOnesAreNamed(String status, String log) throws Exception {
        JsonNode sources = new ObjectMapper().readTree(status).path("databases");
        assertThat(texts(sources.path("orders").path("lacking"))).containsExactly("table task", "table api_order");
        assertThat(texts(sources.path("business").path("lacking"))).containsExactly("column dataset.tag");
        assertThat(texts(sources.path("business").path("contract_violations")))
                .anyMatch(violation -> violation.contains("tag"));
        assertThat(texts(sources.path("matomo").path("lacking"))).isEmpty();
        assertThat(log).contains("table task, table api_order").contains("column dataset.tag");
    }

    /// Visits of Jane under her login, and the streams-app that is told the same sources.
    private static void assertWhatTheVisitorDidIsTheUsers(Path folder, String brokers, TopicReader reader)
            throws Exception {
        String sources = """
                databases:
                  business: { tables: "dataset,dataset_image,user" }
                  orders: { role: business, tables: "order_tab,api_order", name: sales }
                  matomo: { user-id: user_name }""";
        try (StreamsInstance streams =
                StreamsInstance.start("streams", folder.resolve("streams"), FreePorts.one(), brokers, sources)) {
            var profile = Lookup.of(QueryableStore.USER_PROFILES, new Actor.User(9));
            try (StateClient state = new StateClient(List.of(streams.host()))) {
                // Whether a visit is read before or behind its user: what was done is in the profile.
                Awaitility.await()
                        .atMost(PATIENCE)
                        .untilAsserted(() -> assertThat(state.read(profile).value())
                                .hasValueSatisfying(jane -> {
                                    assertThat(jane.getViews()).isEqualTo(3);
                                    assertThat(jane.getOrdersCount()).isEqualTo(1);
                                }));
            }
            assertThat(reader.all(Topics.LOGINS.name()))
                    .filteredOn(owner -> owner.key().startsWith("h:"))
                    .extracting(ConsumerRecord::key)
                    .doesNotHaveDuplicates()
                    .hasSize(2);
        }
    }

    private static void prepare(SourceServer source) throws Exception {
        admin(
                source,
                "CREATE DATABASE sales",
                "CREATE TABLE sales.order_tab LIKE dianshu_backend.order_tab",
                "CREATE TABLE sales.coupon (id INT PRIMARY KEY, word VARCHAR(20))",
                "CREATE TABLE sales.millrace_heartbeat LIKE dianshu_backend.millrace_heartbeat",
                "ALTER TABLE dianshu_backend.dataset DROP COLUMN tag",
                "INSERT INTO dianshu_backend.user (id, user_name, mobile) VALUES (9, 'Jane', '13912345678')",
                "CREATE USER 'shop'@'%' IDENTIFIED WITH mysql_native_password BY 'for this test only'",
                "GRANT REPLICATION SLAVE, REPLICATION CLIENT, RELOAD ON *.* TO 'shop'@'%'",
                "GRANT SELECT ON dianshu_backend.dataset TO 'shop'@'%'",
                "GRANT SELECT ON dianshu_backend.dataset_image TO 'shop'@'%'",
                "GRANT SELECT (id, user_name), SHOW VIEW ON dianshu_backend.user TO 'shop'@'%'",
                "GRANT SELECT ON sales.* TO 'shop'@'%'",
                "GRANT SELECT, INSERT, UPDATE ON dianshu_backend.millrace_heartbeat TO 'shop'@'%'",
                "GRANT INSERT, UPDATE ON sales.millrace_heartbeat TO 'shop'@'%'");
    }

    private static void change(SourceServer source) throws Exception {
        admin(
                source,
                "INSERT INTO sales.coupon VALUES (1, 'secret')",
                "INSERT INTO dianshu_backend.order_tab (id, dataset_id, create_user) VALUES (70, 7, 9)",
                "INSERT INTO dianshu_backend.dataset (id, dataset_name, price) VALUES (7, 'GDP', 9.5)",
                "INSERT INTO sales.order_tab (id, dataset_id, create_user, price, pay_status) VALUES (1, 7, 9, 9.5, 1)",
                "UPDATE dianshu_backend.user SET user_name = 'Jane Doe' WHERE id = 9",
                "UPDATE dianshu_backend.user SET mobile = NULL WHERE id = 9");
        visit(source, 3, 1, "jane");
        visit(source, 5, 2, "stranger");
        visit(source, 4, 1, "jane");
    }

    /// A visit of a site with one action, both with that id.
    private static void visit(SourceServer source, int id, int site, String login) throws Exception {
        source.execute(
                SourceDatabase.MATOMO,
                ("INSERT INTO matomo_log_visit (idvisit, idsite, idvisitor, visit_last_action_time, config_id, location_ip,"
                                + " user_id, visit_first_action_time, visit_total_time)"
                                + " VALUES (%d, %d, x'0011223344556677', NOW(), x'00', x'00', '%s', NOW(), 1)")
                        .formatted(id, site, login),
                ("INSERT INTO matomo_log_link_visit_action (idlink_va, idsite, idvisitor, idvisit, server_time,"
                                + " idaction_url) VALUES (%d, %d, x'0011223344556677', %d, NOW(), 1)")
                        .formatted(id, site, id));
    }

    private static void admin(SourceServer source, String... statements) throws Exception {
        try (Connection root = source.mysql().connect("", source.mysql().admin());
                Statement statement = root.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private static Path settings(Path folder, SourceServer source, String brokers, int port) throws Exception {
        Account account = source.mysql().capture();
        Path file = folder.resolve("cdc-connector.yaml");
        Files.writeString(file, """
                server: { port: %d }
                kafka: { bootstrap.servers: "%s" }
                databases:
                  business:
                    tables: dataset,dataset_image,user
                    port: %d
                    user: shop
                    password: for this test only
                  orders:
                    role: business
                    tables: order_tab,api_order
                    host: 127.0.0.1
                    port: %d
                    name: sales
                    user: shop
                    password: for this test only
                    server-id: 8403
                  matomo:
                    port: %d
                    user: %s
                    password: "%s"
                    sites: 1
                    user-id: user_name
                    user-id-key: a key for this test
                """.formatted(
                        port,
                        brokers,
                        source.mysql().port(),
                        source.mysql().port(),
                        source.mysql().port(),
                        account.user(),
                        account.password()));
        return file;
    }

    private static void awaitReady(int port, ConnectorChild connector) throws Exception {
        try {
            Awaitility.await()
                    .atMost(PATIENCE)
                    .ignoreExceptions()
                    .until(() -> get(port, "/ready").contains("true"));
        } catch (org.awaitility.core.ConditionTimeoutException e) {
            throw new AssertionError("not ready; the connector wrote:\n" + connector.output(), e);
        }
    }

    private static String get(int port, String path) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
        }
    }

    private static List<String> texts(JsonNode list) {
        return list.valueStream().map(JsonNode::asText).toList();
    }

    private static List<String> ids(List<ConsumerRecord<String, String>> records, String key) {
        return records.stream()
                .map(one -> one.key().replaceAll("\\{\"" + key + "\":(\\d+)}", "$1"))
                .toList();
    }

    private static String value(ConsumerRecord<String, String> change, String column) {
        try {
            return new ObjectMapper()
                    .readTree(change.value())
                    .path("after")
                    .path(column)
                    .asText();
        } catch (java.io.IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static long partitions(List<ConsumerRecord<String, String>> records) {
        return records.stream().map(ConsumerRecord::partition).distinct().count();
    }

    private static boolean contains(List<ConsumerRecord<String, String>> records, String text) {
        return records.stream()
                .anyMatch(message -> message.value() != null && message.value().contains(text));
    }
}
