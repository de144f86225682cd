package dev.millrace.stack.cdc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.cdc.CdcException;
import dev.millrace.cdc.config.CaptureConfig;
import dev.millrace.cdc.config.DatabaseConfig;
import dev.millrace.cdc.config.OnLostBinlog;
import dev.millrace.cdc.publish.SinkOptions;
import dev.millrace.contract.capture.SourceDatabase;
import dev.millrace.contract.capture.SourceTable;
import dev.millrace.contract.topic.Partitions;
import dev.millrace.stack.embedded.InProcessBroker;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// The binlog is purged while the connector is away: a new snapshot and the deletes that it implies lead to topics that
/// hold the tables, wherever the connector dies on the way.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class LostBinlogIT {
    private static final Duration BEATS = Duration.ofMillis(200);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int MOST_KILLS = 40;
    private static final long FAR = LongStream.range(6, 100)
            .filter(item -> Partitions.of("ds:" + item) != Partitions.of("ds:5"))
            .findFirst()
            .orElseThrow();

    @TempDir
    private static Path folder;

    private SourceServer source;
    private DatabaseConfig shop;

    @BeforeAll
    void start() throws SQLException {
        source = SourceServer.start(folder.resolve("mysql"), "SYSTEM");
        shop = source.config(SourceDatabase.BUSINESS, BEATS);
    }

    @AfterAll
    void stop() {
        source.close();
    }

    @BeforeEach
    void emptyTables() throws SQLException {
        source.execute(
                SourceDatabase.BUSINESS,
                "DELETE FROM order_tab",
                "DELETE FROM api_order",
                "DELETE FROM dataset",
                "DELETE FROM dataset_image");
    }

    @Test
    void whatHappenedInALostBinlogReachesTheTopicsAndPurgedOrVisitedRowsAreNotRetracted() throws Exception {
        DatabaseConfig matomo = source.config(SourceDatabase.MATOMO, BEATS);
        try (InProcessBroker broker = InProcessBroker.start(folder.resolve("kafka-1"))) {
            String brokers = broker.bootstrapServers();
            shop(
                    "INSERT INTO order_tab (id, dataset_id, create_user, price) VALUES (1, 5, 9, 1.50), (2, 5, 9, 2),"
                            + " (3, 5, 9, 3), (4, 5, 9, 4), (5, 5, 9, 5)",
                    "INSERT INTO dataset (id, dataset_name, price) VALUES (5, 'kept', 1), (6, 'gone', 2)",
                    "INSERT INTO dataset_image (id, dataset_id, image_order) VALUES (1, 5, 1), (2, 6, 1)",
                    "INSERT INTO api_order (id, api_id, creator_id) VALUES (1, 1, 9), (2, 2, 9)");
            source.execute(
                    SourceDatabase.MATOMO,
                    "INSERT INTO matomo_log_action (idaction, name, hash, type) VALUES (1, 'x/dataDetail/5', 1, 1)");
            try (var _ = RunningConnector.start(brokers, shop).awaitReady();
                    var _ = RunningConnector.start(brokers, matomo).awaitReady()) {
                purge("DELETE /* millrace:purge */ FROM order_tab WHERE id IN (4, 5)");
                shop("INSERT INTO order_tab (id, dataset_id, create_user, price) VALUES (5, 5, 9, 55)");
                awaitKinds(brokers, 5, "r", "c");
            }
            shop(
                    "UPDATE order_tab SET price = 7 WHERE id = 1",
                    "DELETE FROM order_tab WHERE id IN (2, 5)",
                    "UPDATE order_tab SET dataset_id = " + FAR + " WHERE id = 3",
                    "INSERT INTO order_tab (id, dataset_id, create_user, price) VALUES (6, 5, 9, 6)",
                    "DELETE FROM dataset WHERE id = 6",
                    "DELETE FROM dataset_image WHERE id = 2",
                    "DELETE FROM api_order WHERE id = 2");
            source.execute(SourceDatabase.MATOMO, "DELETE FROM matomo_log_action");
            loseBinlog();

            assertThatThrownBy(() -> RunningConnector.start(brokers, shop, stopping(), SinkOptions.NORMAL))
                    .isInstanceOf(CdcException.class)
                    .hasMessageContaining("binlog of the business database")
                    .hasMessageContaining("purged transactions that were not read yet")
                    .hasMessageContaining("set capture.on-lost-binlog to snapshot");
            assertThat(kinds(brokers, 2)).containsExactly("r");

            try (var recovered = RunningConnector.start(brokers, shop).awaitReady();
                    var visits = RunningConnector.start(brokers, matomo).awaitReady()) {
                awaitKinds(brokers, 2, "r", "d", "tombstone");
                awaitTables(brokers, Set.of("order_tab 4 5 4.00 @" + Partitions.of("ds:5")));
                assertThat(kinds(brokers, 3))
                        .as("left one partition, came to another")
                        .contains("d", "tombstone");
                assertThat(kinds(brokers, 4)).as("purged while it was watched").containsExactly("r");
                assertThat(kinds(brokers, 5))
                        .as("came back after its purge, then deleted")
                        .containsExactly("r", "c", "d", "tombstone");
                assertThat(kinds(brokers, 6)).containsExactly("r");
                assertThat(recovered.metrics())
                        .contains("cdc_binlog_lost_total{database=\"business\"} 1.0")
                        .containsPattern("cdc_events_total\\{.*op=\"implied_delete\",table=\"order_tab\"\\} 3.0");
                assertThat(visits.metrics()).contains("cdc_binlog_lost_total{database=\"matomo\"} 1.0");
                assertThat(new TopicReader(brokers).all("matomo.matomo.matomo_log_action"))
                        .noneMatch(record -> record.value() == null);
            }
        }
    }

    @Test
    void everyDeleteArrivesWhereverTheConnectorDiesBetweenDetectionAndTheLastOne() throws Exception {
        try (InProcessBroker broker = InProcessBroker.start(folder.resolve("kafka-2"))) {
            String brokers = broker.bootstrapServers();
            shop(
                    "INSERT INTO order_tab (id, dataset_id, create_user) VALUES (1, 5, 9), (2, 6, 9), (3, 7, 9), (4, 8, 9),"
                            + " (5, 9, 9), (6, 5, 9)");
            RunningConnector.start(brokers, shop).awaitReady().close();
            shop("DELETE FROM order_tab WHERE id < 6");
            loseBinlog();

            int kills = 0;
            while (dies(brokers)) {
                kills++;
                assertThat(kills).isLessThan(MOST_KILLS);
            }

            assertThat(kills)
                    .as("deaths after the snapshot and each two deletes")
                    .isEqualTo(4);
            awaitTables(brokers, Set.of());
            for (int id = 1; id < 6; id++) {
                assertThat(kinds(brokers, id)).as("order " + id).containsExactly("r", "d", "tombstone");
            }
        }
    }

    @Test
    void aRowThatVanishesBetweenTwoAttemptsAtASnapshotIsDeletedEvenWhenNoRowIsLeft() throws Exception {
        try (InProcessBroker broker = InProcessBroker.start(folder.resolve("kafka-3"))) {
            String brokers = broker.bootstrapServers();
            shop("INSERT INTO order_tab (id, dataset_id, create_user) VALUES (1, 5, 9), (2, 6, 9), (3, 7, 9)");
            assertThat(dies(brokers)).isTrue();
            assertThat(RawRows.inTopics(brokers)).isNotEmpty();
            shop("DELETE FROM order_tab");

            try (var run = RunningConnector.start(brokers, shop)) {
                run.awaitReady();
                awaitTables(brokers, Set.of());
                assertThat(RawRows.inTables(source.mysql())).isEmpty();
                assertThat(kinds(brokers, 1)).containsExactly("r", "d", "tombstone");
            }
        }
    }

    @Test
    void aTableThatWasRenamedMeanwhileRetractsOnlyWhatIsGone() throws Exception {
        try (InProcessBroker broker = InProcessBroker.start(folder.resolve("kafka-4"))) {
            String brokers = broker.bootstrapServers();
            shop("INSERT INTO order_tab (id, dataset_id, create_user) VALUES (1, 5, 9), (2, 5, 9)");
            RunningConnector.start(brokers, shop).awaitReady().close();
            shop("RENAME TABLE order_tab TO task", "DELETE FROM task WHERE id = 2");
            loseBinlog();

            try (var run = RunningConnector.start(brokers, shop)) {
                run.awaitReady();
                awaitTables(brokers, Set.of());
                assertThat(kinds(brokers, 1)).as("lives on as a task").containsExactly("r", "tombstone");
                assertThat(kinds(brokers, 2)).containsExactly("r", "d", "tombstone");
                assertThat(RawRows.kinds(brokers, SourceTable.TASK, 1)).containsExactly("r");
            }
        } finally {
            shop("RENAME TABLE task TO order_tab");
        }
    }

    /// Runs until a transaction with changes is committed, or until the database is followed again.
    private boolean dies(String brokers) throws Exception {
        SinkOptions options = new SinkOptions(true, changes -> {
            if (changes > 0) {
                throw new IllegalStateException("killed by the test");
            }
        });
        try (var run = RunningConnector.start(brokers, shop, capture(2, OnLostBinlog.SNAPSHOT), options)) {
            Awaitility.await()
                    .atMost(PATIENCE)
                    .until(() -> run.end().isDone() || run.health().missing().isEmpty());
            if (!run.end().isDone()) {
                return false;
            }
            assertThat(run.end().get(1, TimeUnit.SECONDS).message()).contains("killed by the test");
            return true;
        }
    }

    private static CaptureConfig stopping() {
        return capture(2_048, OnLostBinlog.STOP);
    }

    private static CaptureConfig capture(int batchSize, OnLostBinlog onLostBinlog) {
        return new CaptureConfig(
                Duration.ofMillis(10), batchSize, 8_192, "minimal", 1, Duration.ofSeconds(30), onLostBinlog, Map.of());
    }

    private void shop(String... statements) throws SQLException {
        source.execute(SourceDatabase.BUSINESS, statements);
    }

    private void purge(String statement) throws SQLException {
        admin("SET SESSION binlog_rows_query_log_events = ON", "USE dianshu_backend", statement);
    }

    /// Nothing of what was written so far is in the binlog any more.
    private void loseBinlog() throws SQLException {
        admin("FLUSH BINARY LOGS", "PURGE BINARY LOGS BEFORE DATE_ADD(NOW(), INTERVAL 1 DAY)");
    }

    private void admin(String... statements) throws SQLException {
        try (Connection root = source.mysql().connect("", source.mysql().admin());
                Statement statement = root.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private static java.util.List<String> kinds(String brokers, long order) {
        return RawRows.kinds(brokers, SourceTable.ORDER_TAB, order);
    }

    private static void awaitKinds(String brokers, long order, String... kinds) {
        Awaitility.await()
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(kinds(brokers, order)).containsExactly(kinds));
    }

    /// The topics hold the rows of the tables and those of `purged`, each in its partition.
    private void awaitTables(String brokers, Set<String> purged) {
        Awaitility.await().atMost(PATIENCE).untilAsserted(() -> {
            Set<String> expected = new TreeSet<>(RawRows.inTables(source.mysql()));
            expected.addAll(purged);
            assertThat(RawRows.inTopics(brokers)).isEqualTo(expected);
        });
    }
}
