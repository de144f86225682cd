package dev.millrace.stack.cdc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.cdc.config.CaptureConfig;
import dev.millrace.cdc.config.DatabaseConfig;
import dev.millrace.cdc.publish.SinkOptions;
import dev.millrace.contract.capture.SourceDatabase;
import dev.millrace.stack.embedded.InProcessBroker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The binlog client takes a connection for dead when nothing was read for a while, be it because Kafka is slow, and
/// asks the server for the transaction in hand once more: what was published of it must not be published again, and the
/// rest must not be lost.
final class ReconnectIT {
    private static final String ORDERS = "business.dianshu_backend.order_tab";
    private static final int ROWS = 30_000;
    private static final Duration LONGER_THAN_KEEP_ALIVE = Duration.ofSeconds(4);

    @Test
    void aLargeTransactionArrivesOnceThoughKafkaIsSlowInTheMidstOfIt(@TempDir Path folder) throws Exception {
        try (SourceServer source = SourceServer.start(folder.resolve("mysql"), "SYSTEM");
                InProcessBroker broker = InProcessBroker.start(folder.resolve("kafka"))) {
            DatabaseConfig database = source.config(SourceDatabase.BUSINESS, Duration.ofMillis(500));
            AtomicInteger published = new AtomicInteger();
            SinkOptions slow = new SinkOptions(true, changes -> {
                int before = published.getAndAdd(changes);
                if (before < 2_000 && before + changes >= 2_000) {
                    pause();
                }
            });
            CaptureConfig capture = new CaptureConfig(
                    Duration.ofMillis(10),
                    1_000,
                    8_192,
                    "minimal",
                    Duration.ofSeconds(30),
                    Map.of("connect.keep.alive.interval.ms", "1000"));
            try (var run = RunningConnector.start(broker.bootstrapServers(), database, capture, slow)
                    .awaitReady()) {
                source.execute(
                        SourceDatabase.BUSINESS,
                        "SET SESSION cte_max_recursion_depth = " + ROWS,
                        "INSERT INTO order_tab (id, dataset_id, create_user) WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL"
                                + " SELECT i + 1 FROM n WHERE i < " + ROWS + ") SELECT i, 5, 9 FROM n",
                        "INSERT INTO api_order (id, api_id, creator_id) VALUES (1, 1, 1)");
                assertThat(run.end().get(120, TimeUnit.SECONDS).message()).contains("broke within a transaction");
            }
            try (var _ = RunningConnector.start(broker.bootstrapServers(), database)) {
                new TopicReader(broker.bootstrapServers())
                        .await("business.dianshu_backend.api_order", records -> !records.isEmpty());
            }
            List<String> keys = new TopicReader(broker.bootstrapServers())
                    .all(ORDERS).stream().map(record -> record.key()).toList();
            assertThat(keys)
                    .containsExactlyElementsOf(IntStream.rangeClosed(1, ROWS)
                            .mapToObj(id -> "{\"id\":" + id + "}")
                            .toList());
        }
    }

    private static void pause() {
        long end = System.nanoTime() + LONGER_THAN_KEEP_ALIVE.toNanos();
        Awaitility.await().atMost(LONGER_THAN_KEEP_ALIVE.multipliedBy(2)).until(() -> {
            LockSupport.parkNanos(1);
            return System.nanoTime() > end;
        });
    }
}
