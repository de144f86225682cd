package dev.millrace.stack.cdc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.cdc.CdcException;
import dev.millrace.cdc.config.DatabaseConfig;
import dev.millrace.cdc.health.SnapshotReport;
import dev.millrace.contract.capture.SourceDatabase;
import dev.millrace.stack.embedded.InProcessBroker;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// One table is read again while the binlog is followed, and tables that come later are captured.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class TableSnapshotIT {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Duration BEATS = Duration.ofMillis(200);
    private static final int ORDERS = 15_000;
    private static final int READINGS = 3;
    private static final long SEED = Long.getLong("seed", 20_261_125);

    @TempDir
    private static Path folder;

    private SourceServer source;
    private InProcessBroker broker;
    private OrderTable orders;

    @BeforeAll
    void start() throws SQLException {
        source = SourceServer.start(folder.resolve("mysql"), "+08:00");
        broker = InProcessBroker.start(folder.resolve("kafka"));
        orders = new OrderTable(source, new TopicReader(broker.bootstrapServers()));
    }

    @AfterAll
    void stop() {
        broker.close();
        source.close();
    }

    @Test
    void everyKeyEndsAsInTheTableThoughItIsWrittenMeanwhile() throws Exception {
        orders.fill(1, ORDERS);
        try (InProcessBroker own = InProcessBroker.start(folder.resolve("kafka-2"));
                RunningConnector connector = RunningConnector.start(
                                own.bootstrapServers(), source.config(SourceDatabase.BUSINESS, BEATS))
                        .awaitReady()) {
            OrderTable shop = new OrderTable(source, new TopicReader(own.bootstrapServers()));
            SnapshotReport first = connector.health().snapshot();
            assertThat(first.rowsByTable()).containsEntry("order_tab", (long) ORDERS);
            assertThat(first.percent()).contains(100);
            double worstLag = 0;
            try (Buyers buyers = new Buyers(shop, ORDERS, SEED)) {
                for (int i = 0; i < READINGS; i++) {
                    connector.connector().snapshot("order_tab");
                    assertThatThrownBy(() -> connector.connector().snapshot("dataset"))
                            .isInstanceOf(CdcException.class)
                            .hasMessageContaining("being read already");
                    worstLag = Math.max(worstLag, worstLagWhileReading(connector));
                }
                assertThat(buyers.changes()).as("changes meanwhile").isGreaterThan(500);
            }
            shop.awaitAll(4_711);

            assertThat(shop.inTopic()).as("seed %d", SEED).isEqualTo(shop.inTable());
            assertThat(shop.readAgain(OrderTable.TOPIC)).isGreaterThan(READINGS * ORDERS / 2);
            assertThat(worstLag).as("streaming lag while reading, ms").isLessThan(30_000);
            assertThat(connector.health().snapshot())
                    .as("the first snapshot is not mixed up")
                    .isEqualTo(first);
        }
    }

    private static double worstLagWhileReading(RunningConnector connector) {
        double[] worst = {0};
        Awaitility.await().atMost(PATIENCE).until(() -> {
            assertThat(connector.health().missing())
                    .as("followed all the while")
                    .isEmpty();
            worst[0] = Math.max(worst[0], connector.metric("cdc_lag_ms{database=\"business\"}"));
            return !connector.health().tableSnapshot().running();
        });
        SnapshotReport report = connector.health().tableSnapshot();
        assertThat(report.percent()).contains(100);
        assertThat(report.rowsByTable()).containsOnlyKeys("order_tab");
        assertThat(connector.metric("cdc_snapshot_rows{database=\"business\",kind=\"table\"}"))
                .isEqualTo(report.rows())
                .isGreaterThan(ORDERS / 2);
        return worst[0];
    }

    @Test
    void whatCannotBeReadIsRefusedInWords() throws Exception {
        try (RunningConnector connector = RunningConnector.start(
                        broker.bootstrapServers(), source.config(SourceDatabase.BUSINESS, BEATS))
                .awaitReady()) {
            assertThatThrownBy(() -> connector.connector().snapshot("user"))
                    .isInstanceOf(CdcException.class)
                    .hasMessageContaining("has no captured table user; captured are [dataset,");
            assertThatThrownBy(() -> connector.connector().snapshot("task"))
                    .isInstanceOf(CdcException.class)
                    .hasMessageContaining("has no table task, or the account cdc may not read it");
            connector.connector().snapshot("dataset_image");
            Awaitility.await()
                    .atMost(PATIENCE)
                    .until(() -> !connector.health().tableSnapshot().running());
            assertThat(connector.health().tableSnapshot().rows())
                    .as("an empty table ends too")
                    .isZero();
        }
    }

    /// The list of captured tables grows between two runs, as it does by an upgrade: the tables exist, and their rows
    /// are older than the connector's knowledge of them.
    @Test
    void aTableThatIsCapturedLaterIsFollowedAtOnceAndReadByOneCommand() throws Exception {
        source.execute(SourceDatabase.MATOMO, action("one", 1), action("two", 2));
        DatabaseConfig later = source.config(SourceDatabase.MATOMO, BEATS);
        RunningConnector.start(broker.bootstrapServers(), withPrefix(later, "other_"))
                .awaitReady()
                .close();
        String topic = "matomo.matomo.matomo_log_action";

        try (RunningConnector connector =
                RunningConnector.start(broker.bootstrapServers(), later).awaitReady()) {
            source.execute(SourceDatabase.MATOMO, action("three", 3));
            orders.reader().await(topic, records -> contains(records, "\"op\":\"c\""));
            assertThat(contains(orders.reader().all(topic), "\"name\":\"one\"")).isFalse();

            connector.connector().snapshot("log_action");
            Awaitility.await()
                    .atMost(PATIENCE)
                    .until(() -> !connector.health().tableSnapshot().running());

            assertThat(orders.readAgain(topic)).isEqualTo(3);
        }
    }

    @Test
    void aTableOfTheContractThatIsCreatedLaterIsFollowedFromItsCreation() throws Exception {
        try (RunningConnector connector = RunningConnector.start(
                        broker.bootstrapServers(), source.config(SourceDatabase.BUSINESS, BEATS))
                .awaitReady()) {
            assertThat(connector.health().missing()).isEmpty();
            source.execute(
                    SourceDatabase.BUSINESS,
                    "CREATE TABLE task LIKE order_tab",
                    "INSERT INTO task (id, dataset_id, create_user) VALUES (3, 5, 9)",
                    "UPDATE task SET price = 7 WHERE id = 3");
            // Deletes of order_tab have left their tombstones there.
            String topic = "business.dianshu_backend.task";
            orders.reader().await(topic, all -> rows(all).size() == 2);
            var records = rows(orders.reader().all(topic));
            assertThat(records.getFirst().value()).contains("\"op\":\"c\"");
            assertThat(records.getLast().value()).contains("\"op\":\"u\"", "\"price\":\"7.00\"");
        } finally {
            source.execute(SourceDatabase.BUSINESS, "DROP TABLE task");
        }
    }

    private static List<ConsumerRecord<String, String>> rows(List<ConsumerRecord<String, String>> records) {
        return records.stream().filter(sent -> sent.value() != null).toList();
    }

    private static boolean contains(List<ConsumerRecord<String, String>> records, String text) {
        return records.stream()
                .anyMatch(sent -> sent.value() != null && sent.value().contains(text));
    }

    private static String action(String name, int hash) {
        return "INSERT INTO matomo_log_action (name, hash, type) VALUES ('%s', %d, 10)".formatted(name, hash);
    }

    private static DatabaseConfig withPrefix(DatabaseConfig database, String prefix) {
        return new DatabaseConfig(
                database.role(),
                database.flavour(),
                database.host(),
                database.port(),
                database.name(),
                database.user(),
                database.password(),
                database.timeZone(),
                database.serverId(),
                database.heartbeatInterval(),
                prefix,
                database.userIdKey(),
                database.driver());
    }
}
