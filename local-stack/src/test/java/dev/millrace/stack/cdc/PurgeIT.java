package dev.millrace.stack.cdc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.contract.capture.SourceDatabase;
import dev.millrace.stack.embedded.InProcessBroker;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A purge of archived orders is no business delete: neither delete nor tombstone reaches Kafka, and no statement's
/// text.
final class PurgeIT {
    private static final String ORDERS = "business.dianshu_backend.order_tab";

    @Test
    void aMarkedDeleteIsNotPublishedAndTheNextOneIs(@TempDir Path folder) throws Exception {
        try (SourceServer source = SourceServer.start(folder.resolve("mysql"), "SYSTEM");
                InProcessBroker broker = InProcessBroker.start(folder.resolve("kafka"));
                var _ = RunningConnector.start(
                                broker.bootstrapServers(),
                                source.config(SourceDatabase.BUSINESS, Duration.ofMillis(500)))
                        .awaitReady()) {
            source.execute(
                    SourceDatabase.BUSINESS,
                    "INSERT INTO order_tab (id, dataset_id, create_user) VALUES (1, 5, 9), (2, 5, 9), (3, 5, 9)");
            try (Connection job = source.mysql()
                            .connect("dianshu_backend", source.mysql().admin());
                    Statement statement = job.createStatement()) {
                statement.execute("SET SESSION binlog_rows_query_log_events = ON");
                statement.execute("DELETE /* millrace:purge */ FROM order_tab WHERE id = 1");
                statement.execute("DELETE FROM order_tab WHERE id = 2 AND 'Jane Doe' <> ''");
            }
            source.execute(SourceDatabase.BUSINESS, "DELETE FROM order_tab WHERE id = 3");

            List<ConsumerRecord<String, String>> orders = new TopicReader(broker.bootstrapServers())
                    .await(
                            ORDERS,
                            records ->
                                    records.stream().anyMatch(one -> one.key().contains("3") && one.value() == null));

            assertThat(orders.stream().filter(one -> one.key().contains("1")))
                    .as("the purged order: only that it was created")
                    .singleElement()
                    .satisfies(created -> assertThat(created.value()).contains("\"op\":\"c\""));
            assertThat(orders.stream().filter(one -> one.key().contains("2")).toList())
                    .extracting(one -> one.value() == null)
                    .containsExactly(false, false, true);
            assertThat(orders)
                    .noneMatch(one -> one.value() != null && one.value().contains("Jane"));
        }
    }
}
