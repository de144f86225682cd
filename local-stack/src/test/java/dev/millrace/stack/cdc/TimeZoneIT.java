package dev.millrace.stack.cdc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.millrace.contract.capture.SourceDatabase;
import dev.millrace.stack.embedded.InProcessBroker;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A DATETIME means the same instant wherever the database server's clock is set, in snapshot and binlog alike.
final class TimeZoneIT {
    private static final LocalDateTime PAID = LocalDateTime.of(2026, 11, 23, 10, 0, 0);
    private static final long MINUTES = Duration.ofMinutes(3).toMillis();

    @ParameterizedTest
    @ValueSource(strings = {"+08:00", "+00:00"})
    void wallClocksBecomeInstants(String zone, @TempDir Path folder) throws Exception {
        String insert =
                "INSERT INTO order_tab (id, dataset_id, create_user, pay_time) VALUES (%d, 5, 9, '" + PAID + "')";
        try (SourceServer source = SourceServer.start(folder.resolve("mysql"), zone);
                InProcessBroker broker = InProcessBroker.start(folder.resolve("kafka"))) {
            source.execute(SourceDatabase.BUSINESS, insert.formatted(1));
            var database = source.config(SourceDatabase.BUSINESS, Duration.ofMillis(500));
            try (var _ =
                    RunningConnector.start(broker.bootstrapServers(), database).awaitReady()) {
                source.execute(SourceDatabase.BUSINESS, insert.formatted(2));
                List<ConsumerRecord<String, String>> orders = new TopicReader(broker.bootstrapServers())
                        .await("business.dianshu_backend.order_tab", records -> records.size() == 2);

                for (ConsumerRecord<String, String> order : orders) {
                    JsonNode row = new JsonMapper().readTree(order.value()).get("after");
                    assertThat(row.get("pay_time").asLong())
                            .isEqualTo(PAID.toInstant(ZoneOffset.of(zone)).toEpochMilli());
                    assertThat(row.get("create_time").asLong()).isCloseTo(System.currentTimeMillis(), within(MINUTES));
                    assertThat(order.timestamp()).isCloseTo(System.currentTimeMillis(), within(MINUTES));
                }
            }
        }
    }
}
