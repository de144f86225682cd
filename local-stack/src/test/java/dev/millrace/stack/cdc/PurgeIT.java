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

/// A purge of archived orders, or Matomo's housekeeping, is no business delete: neither delete nor tombstone reaches
/// Kafka, and no statement's text.
final class PurgeIT {
    private static final String LOG = "matomo.matomo.matomo_log_";
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

    @Test
    void deletesOfMatomosLogRowsAreNotPublishedSoThatARebuildCountsWhatWasCounted(@TempDir Path folder)
            throws Exception {
        try (SourceServer source = SourceServer.start(folder.resolve("mysql"), "SYSTEM");
                InProcessBroker broker = InProcessBroker.start(folder.resolve("kafka"));
                RunningConnector connector = RunningConnector.start(
                                broker.bootstrapServers(), source.config(SourceDatabase.MATOMO, Duration.ofMillis(200)))
                        .awaitReady()) {
            source.execute(
                    SourceDatabase.MATOMO,
                    "INSERT INTO matomo_log_action (idaction, name, hash, type) VALUES (1, 'x.test/dataDetail/7', 1, 1)",
                    "INSERT INTO matomo_log_visit (idvisit, idsite, idvisitor, visit_last_action_time, config_id,"
                            + " location_ip, visit_first_action_time, visit_total_time)"
                            + " VALUES (1, 1, x'0011223344556600', NOW(), x'00', x'00', NOW(), 1)",
                    "INSERT INTO matomo_log_link_visit_action (idlink_va, idsite, idvisitor, idvisit, server_time,"
                            + " idaction_url) VALUES (1, 1, x'00', 1, NOW(), 1)",
                    "DELETE FROM matomo_log_link_visit_action",
                    "DELETE FROM matomo_log_visit",
                    "DELETE FROM matomo_log_action",
                    "INSERT INTO matomo_log_action (idaction, name, hash, type) VALUES (2, 'x.test/dataDetail/8', 1, 1)");
            TopicReader reader = new TopicReader(broker.bootstrapServers());
            assertThat(reader.await(LOG + "action", records -> records.size() == 2))
                    .allSatisfy(action -> assertThat(action.value()).contains("\"op\":\"c\""));
            for (String table : List.of("visit", "link_visit_action")) {
                assertThat(reader.all(LOG + table))
                        .as(table)
                        .singleElement()
                        .satisfies(row -> assertThat(row.value()).contains("\"op\":\"c\""));
            }
            assertThat(connector.metrics())
                    .contains("cdc_events_total{database=\"matomo\",op=\"purged\",table=\"log_visit\"} 1.0");
        }
    }
}
