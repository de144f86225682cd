package dev.millrace.stack.cdc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.cdc.health.SnapshotReport;
import dev.millrace.cdc.publish.SinkOptions;
import dev.millrace.contract.capture.SourceDatabase;
import dev.millrace.stack.embedded.InProcessBroker;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// What the figures of a running connector say, compared with what happens.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class FreshnessIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration BEATS = Duration.ofMillis(200);
    private static final int ORDERS = 25_000;

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
    void aSnapshotSaysHowFarItIs() throws Exception {
        CountDownLatch looked = new CountDownLatch(1);
        AtomicInteger sent = new AtomicInteger();
        SinkOptions waiting = new SinkOptions(true, rows -> {
            if (sent.addAndGet(rows) > ORDERS / 5) {
                await(looked);
            }
        });
        try (InProcessBroker broker = InProcessBroker.start(folder.resolve("kafka-1"))) {
            new OrderTable(source, new TopicReader(broker.bootstrapServers())).fill(1, ORDERS);
            try (RunningConnector connector = RunningConnector.start(
                    broker.bootstrapServers(), source.config(SourceDatabase.BUSINESS, BEATS), 1_000, waiting)) {
                Awaitility.await().atMost(PATIENCE).until(() -> sent.get() > ORDERS / 5 && used(connector) > 0.9);
                SnapshotReport report = connector.health().snapshot();
                assertThat(report.running()).isTrue();
                assertThat(report.rows()).isBetween(1L, ORDERS - 1L);
                assertThat(report.rowsExpected()).isBetween(ORDERS / 2L, ORDERS * 2L);
                assertThat(report.percent().orElseThrow()).isBetween(1, 99);
                assertThat(snapshot(connector, "running")).isEqualTo(1);
                assertThat(snapshot(connector, "percent"))
                        .isEqualTo(report.percent().orElseThrow().doubleValue());
                assertThat(connector.health().missing())
                        .hasValueSatisfying(words -> assertThat(words).contains("snapshot", "of 6 tables"));
                Awaitility.await().atMost(PATIENCE).until(() -> snapshot(connector, "seconds_left") > 0);

                looked.countDown();
                connector.awaitReady();
                assertThat(snapshot(connector, "running")).isZero();
                assertThat(snapshot(connector, "rows")).isEqualTo(ORDERS);
                assertThat(snapshot(connector, "percent")).isEqualTo(100);
                assertThat(snapshot(connector, "seconds_left")).isNaN();
                assertThat(connector.metric(events("r"))).isEqualTo(ORDERS);
            } finally {
                looked.countDown();
            }
        }
    }

    @Test
    void everyChangeIsCountedAndAQuietDatabaseStaysFresh() throws Exception {
        try (InProcessBroker broker = InProcessBroker.start(folder.resolve("kafka-2"));
                RunningConnector connector = RunningConnector.start(
                                broker.bootstrapServers(), source.config(SourceDatabase.BUSINESS, BEATS))
                        .awaitReady()) {
            source.execute(
                    SourceDatabase.BUSINESS,
                    "INSERT INTO order_tab (id, dataset_id, create_user) VALUES (900001, 5, 9), (900002, 5, 9)",
                    "UPDATE order_tab SET price = 3 WHERE id = 900001",
                    "DELETE FROM order_tab WHERE id = 900002");
            Awaitility.await().atMost(PATIENCE).until(() -> connector.metrics().contains("op=\"d\""));
            assertThat(connector.metric(events("c"))).isEqualTo(2);
            assertThat(connector.metric(events("u"))).isEqualTo(1);
            assertThat(connector.metric(events("d"))).isEqualTo(1);
            assertThat(connector.metric("cdc_source_position{database=\"business\",part=\"file\"}"))
                    .isPositive();
            assertThat(connector.metric("cdc_source_position{database=\"business\",part=\"offset\"}"))
                    .isPositive();
            assertThat(connector.metric("cdc_errors_total{database=\"business\"}"))
                    .isZero();

            double after = beats(connector) + 20;
            Awaitility.await().atMost(PATIENCE).until(() -> {
                assertThat(connector.metric("cdc_lag_ms{database=\"business\"}"))
                        .as("nobody writes, and the source is fresh all the same")
                        .isLessThan(10_000);
                return beats(connector) > after;
            });
            assertThat(used(connector)).as("of a queue that nobody fills").isLessThan(0.01);
            assertThat(connector.metric(events("c")))
                    .as("heartbeats are no changes")
                    .isEqualTo(2);
        }
    }

    @Test
    void aConnectorThatIsFencedCountsItAndEndsInWords() throws Exception {
        try (InProcessBroker broker = InProcessBroker.start(folder.resolve("kafka-3"));
                RunningConnector connector = RunningConnector.start(
                                broker.bootstrapServers(), source.config(SourceDatabase.BUSINESS, BEATS))
                        .awaitReady();
                KafkaProducer<byte[], byte[]> other = new KafkaProducer<>(
                        Map.of(
                                "bootstrap.servers",
                                broker.bootstrapServers(),
                                "transactional.id",
                                "millrace-cdc-business"),
                        new ByteArraySerializer(),
                        new ByteArraySerializer())) {
            other.initTransactions();
            assertThat(connector
                            .end()
                            .get(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                            .message())
                    .contains("another connector took over");
            assertThat(connector.metric("cdc_errors_total{database=\"business\"}"))
                    .isEqualTo(1);
        }
    }

    private static double beats(RunningConnector connector) {
        return connector.metric("cdc_transactions_total{database=\"business\"}");
    }

    private static double used(RunningConnector connector) {
        return connector.metric("cdc_queue_used_ratio{database=\"business\"}");
    }

    private static double snapshot(RunningConnector connector, String figure) {
        return connector.metric("cdc_snapshot_" + figure + "{database=\"business\",kind=\"initial\"}");
    }

    private static String events(String op) {
        return "cdc_events_total{database=\"business\",op=\"" + op + "\",table=\"order_tab\"}";
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
