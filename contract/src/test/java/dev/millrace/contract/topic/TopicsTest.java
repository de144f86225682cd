package dev.millrace.contract.topic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.contract.capture.CapturedSource;
import dev.millrace.contract.capture.SourceDatabase;
import dev.millrace.contract.capture.SourceTable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.junit.jupiter.api.Test;

class TopicsTest {

    @Test
    void partitionsAreThoseOfKafkasDefaultPartitioner() {
        for (int n = 1; n < 500; n++) {
            byte[] key = ("ds:" + n).getBytes(StandardCharsets.UTF_8);
            assertThat(Partitions.of("ds:" + n, 7)).isEqualTo(BuiltInPartitioner.partitionForKey(key, 7));
        }
        assertThat(Partitions.of("ds:123")).isEqualTo(GOLDEN_PARTITION_OF_DS_123);
    }

    @Test
    void rawTopicsHaveDebeziumsNames() {
        assertThat(Topics.of(CapturedSource.whole(SourceDatabase.MATOMO, "matomo", "matomo_")))
                .extracting(TopicSpec::name)
                .containsExactly(
                        "matomo.matomo.matomo_log_action",
                        "matomo.matomo.matomo_log_visit",
                        "matomo.matomo.matomo_log_link_visit_action",
                        "matomo.matomo.matomo_log_conversion_item",
                        "matomo.matomo.millrace_heartbeat",
                        "matomo.heartbeat.v1");
    }

    @Test
    void actionsComeFirstInASnapshot() {
        assertThat(SourceTable.of(SourceDatabase.MATOMO)).startsWith(SourceTable.LOG_ACTION, SourceTable.LOG_VISIT);
    }

    @Test
    void everyTopicIsDescribed() throws IOException {
        String page = Files.readString(Path.of("..", "docs", "topics.md"));
        for (TopicSpec topic : Topics.domain()) {
            assertThat(page).as("docs/topics.md describes every topic").contains("`" + topic.name() + "`");
        }
    }

    private static final int GOLDEN_PARTITION_OF_DS_123 = 2;
}
