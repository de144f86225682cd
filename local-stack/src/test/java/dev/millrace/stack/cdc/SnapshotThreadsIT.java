package dev.millrace.stack.cdc;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.OperatingSystemMXBean;
import dev.millrace.contract.capture.SourceDatabase;
import dev.millrace.stack.embedded.InProcessBroker;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/// A first snapshot on several connections, and what it gains.
final class SnapshotThreadsIT {
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    @TempDir
    private Path folder;

    @Test
    void everyRowIsReadOnceOnSeveralConnections() throws Exception {
        try (SourceServer source = SourceServer.start(folder.resolve("mysql"), "SYSTEM")) {
            int rows = 6_000;
            fill(source, rows);
            try (InProcessBroker broker = InProcessBroker.start(folder.resolve("kafka"));
                    RunningConnector connector = start(source, broker, 3).awaitReady()) {
                OrderTable orders = new OrderTable(source, new TopicReader(broker.bootstrapServers()));
                source.execute(SourceDatabase.BUSINESS, "UPDATE order_tab SET price = 9 WHERE id = 1");
                orders.awaitAll(1);
                assertThat(orders.inTopic()).isEqualTo(orders.inTable());
                assertThat(read(connector)).isEqualTo(rows);
                assertThat(connector.health().snapshot().rowsByTable()).containsEntry("order_tab", (long) rows);
            }
        }
    }

    /// Not part of the suite: `-Dmillrace.measure=400000 -Dit.test=SnapshotThreadsIT` prints seconds and CPU of each
    /// run.
    @Test
    @EnabledIfSystemProperty(named = "millrace.measure", matches = "\\d+")
    void measure() throws Exception {
        try (SourceServer source = SourceServer.start(folder.resolve("mysql"), "SYSTEM")) {
            int rows = Integer.getInteger("millrace.measure");
            fill(source, rows);
            for (int round = 0; round < 4; round++) {
                for (int threads : new int[] {1, 2, 4}) {
                    Path kafka = folder.resolve("kafka-" + round + "-" + threads);
                    try (InProcessBroker broker = InProcessBroker.start(kafka)) {
                        long cpu = cpuMs();
                        long start = System.nanoTime();
                        try (RunningConnector connector = start(source, broker, threads)) {
                            Awaitility.await().atMost(PATIENCE).until(() -> read(connector) == rows);
                            System.out.printf(
                                    "MEASURED threads=%d rows=%d ms=%d cpuMs=%d%n",
                                    threads, rows, (System.nanoTime() - start) / 1_000_000, cpuMs() - cpu);
                        }
                    }
                }
            }
        }
    }

    private static RunningConnector start(SourceServer source, InProcessBroker broker, int threads) {
        return RunningConnector.start(
                broker.bootstrapServers(), source.config(SourceDatabase.BUSINESS, Duration.ofMillis(200)), threads);
    }

    private static void fill(SourceServer source, int rows) throws Exception {
        new OrderTable(source, new TopicReader("unused:1")).fill(1, 1_000);
        for (int have = 1_000; have < rows; have = Math.min(rows, 2 * have)) {
            source.execute(
                    SourceDatabase.BUSINESS,
                    "INSERT INTO order_tab (dataset_id, create_user, price) SELECT dataset_id, create_user, price FROM"
                            + " order_tab LIMIT " + Math.min(have, rows - have));
        }
    }

    private static long read(RunningConnector connector) {
        String meter = "cdc_events_total{database=\"business\",op=\"r\",table=\"order_tab\"}";
        return connector.metrics().contains(meter) ? (long) connector.metric(meter) : 0;
    }

    private static long cpuMs() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime() / 1_000_000;
    }
}
