package dev.millrace.stack.cdc;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.millrace.cdc.config.DatabaseConfig;
import dev.millrace.cdc.publish.SinkOptions;
import dev.millrace.contract.capture.SourceDatabase;
import dev.millrace.stack.embedded.InProcessBroker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The deterministic proof that the hold-back is needed: batches of one record, a halt after each committed batch, two
/// key changes and a delete. Without it the records that share an offset with an already stored one are lost.
final class TrailingGroupsIT {
    private static final String TOPIC = "business.dianshu_backend.order_tab";
    /// Where the row goes that is inserted after all others.
    private static final String LAST = "business.dianshu_backend.api_order";

    private static final int MOST_RUNS = 30;
    private static final Duration BEATS = Duration.ofMillis(500);

    @Test
    void withHoldBackEveryRecordArrivesOnceOverAHaltAfterEachBatch(@TempDir Path folder) throws Exception {
        assertThat(recordsAfterHalts(folder, true))
                .containsExactlyInAnyOrder("r1", "r2", "d2", "T2", "c12", "d1", "T1", "c11", "d11", "T11")
                .containsSubsequence("d2", "T2", "c12")
                .containsSubsequence("d1", "T1", "c11", "d11", "T11");
    }

    @Test
    void withoutHoldBackTheRowThatIsInMysqlNeverReachesKafka(@TempDir Path folder) throws Exception {
        assertThat(recordsAfterHalts(folder, false))
                .contains("d1", "d2", "d11")
                .doesNotContain("c12", "c11", "T1", "T2", "T11");
    }

    private static List<String> recordsAfterHalts(Path folder, boolean holdBack) throws Exception {
        try (SourceServer source = SourceServer.start(folder.resolve("mysql"), "SYSTEM");
                InProcessBroker broker = InProcessBroker.start(folder.resolve("kafka"))) {
            source.execute(
                    SourceDatabase.BUSINESS,
                    "INSERT INTO order_tab (id, dataset_id, create_user) VALUES (1, 5, 9), (2, 5, 9)");
            DatabaseConfig database = source.config(SourceDatabase.BUSINESS, BEATS);
            String brokers = broker.bootstrapServers();
            RunningConnector.start(brokers, database).awaitReady().close();
            source.execute(
                    SourceDatabase.BUSINESS,
                    "UPDATE order_tab SET id = id + 10 ORDER BY id DESC",
                    "DELETE FROM order_tab WHERE id = 11",
                    "INSERT INTO api_order (api_id, creator_id) VALUES (1, 1)");
            TopicReader reader = new TopicReader(brokers);
            int runs = 0;
            while (reader.all(LAST).isEmpty()) {
                runUntilHalt(brokers, database, holdBack);
                runs++;
                assertThat(runs).isLessThan(MOST_RUNS);
            }
            assertThat(runs).isGreaterThan(2);
            List<String> shorthand = new ArrayList<>();
            for (var message : reader.all(TOPIC)) {
                shorthand.add(shorthand(message));
            }
            return shorthand;
        }
    }

    /// One run until the first committed batch with a change; heartbeats alone do not count.
    private static void runUntilHalt(String brokers, DatabaseConfig database, boolean holdBack) throws Exception {
        SinkOptions options = new SinkOptions(holdBack, changes -> {
            if (changes > 0) {
                throw new Halt();
            }
        });
        try (RunningConnector run = RunningConnector.start(brokers, database, 1, options)) {
            assertThat(run.end().get(60, TimeUnit.SECONDS).message()).contains("halted by the test");
        }
    }

    private static String shorthand(ConsumerRecord<String, String> message) throws Exception {
        JsonMapper json = new JsonMapper();
        String id = json.readTree(message.key()).get("id").asText();
        if (message.value() == null) {
            return "T" + id;
        }
        JsonNode envelope = json.readTree(message.value());
        return envelope.get("op").asText() + id;
    }

    /// The process dies here, as far as Kafka can tell.
    private static final class Halt extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Halt() {
            super("halted by the test");
        }
    }
}
