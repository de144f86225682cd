package dev.millrace.stack.cdc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.contract.capture.SourceDatabase;
import dev.millrace.contract.proto.SourceHeartbeat;
import dev.millrace.contract.topic.Partitions;
import dev.millrace.contract.topic.Topics;
import dev.millrace.stack.embedded.InProcessBroker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Where changes and heartbeats go.
final class RoutingIT {
    private static final String ORDERS = "business.dianshu_backend.order_tab";
    private static final int HOME = Partitions.of("ds:5");

    @Test
    void anOrderThatMovesIsSeenInBothPartitionsAndItsDeleteWhereItIs(@TempDir Path folder) throws Exception {
        long otherItem = LongStream.range(6, 100)
                .filter(item -> Partitions.of("ds:" + item) != HOME)
                .findFirst()
                .orElseThrow();
        int away = Partitions.of("ds:" + otherItem);
        try (SourceServer source = SourceServer.start(folder.resolve("mysql"), "SYSTEM");
                InProcessBroker broker = InProcessBroker.start(folder.resolve("kafka"))) {
            var database = source.config(SourceDatabase.BUSINESS, Duration.ofMillis(200));
            try (var _ =
                    RunningConnector.start(broker.bootstrapServers(), database).awaitReady()) {
                source.execute(
                        SourceDatabase.BUSINESS,
                        "INSERT INTO order_tab (id, dataset_id, create_user) VALUES (77, 5, 9)",
                        "UPDATE order_tab SET dataset_id = " + otherItem + " WHERE id = 77",
                        "DELETE FROM order_tab WHERE id = 77");

                var orders = new TopicReader(broker.bootstrapServers()).await(ORDERS, records -> records.size() == 5);
                assertThat(kinds(orders, HOME)).containsExactly("c", "u");
                assertThat(kinds(orders, away)).containsExactly("u", "d", "tombstone");
                assertThat(orders).extracting(ConsumerRecord::key).containsOnly("{\"id\":77}");
                assertHeartbeatsFollow(broker.bootstrapServers(), orders);
            }
        }
    }

    /// In every partition there is a heartbeat that is later than the last change, and the raw topic has none.
    private static void assertHeartbeatsFollow(String brokers, List<ConsumerRecord<String, String>> changes) {
        long lastChangeMs = changes.stream()
                .filter(change -> change.value() != null)
                .mapToLong(ConsumerRecord::timestamp)
                .max()
                .orElseThrow();
        Set<Integer> seen = new TreeSet<>();
        String topic = Topics.heartbeat(SourceDatabase.BUSINESS).name();
        Map<String, Object> settings = Map.of("bootstrap.servers", brokers, "isolation.level", "read_committed");
        try (var consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = java.util.stream.IntStream.range(0, Topics.PARTITIONS)
                    .mapToObj(partition -> new TopicPartition(topic, partition))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> {
                for (var beat : consumer.poll(Duration.ofMillis(100))) {
                    if (SourceHeartbeat.parseFrom(beat.value()).getCommitTimeUs() / 1_000 > lastChangeMs) {
                        seen.add(beat.partition());
                    }
                }
                return seen.size() == Topics.PARTITIONS;
            });
        }
        assertThat(new TopicReader(brokers).all("business.dianshu_backend.millrace_heartbeat"))
                .isEmpty();
    }

    private static List<String> kinds(List<ConsumerRecord<String, String>> records, int partition) {
        return records.stream()
                .filter(message -> message.partition() == partition)
                .map(message -> message.value() == null ? "tombstone" : op(message.value()))
                .collect(Collectors.toList());
    }

    private static String op(String envelope) {
        int start = envelope.indexOf("\"op\":\"") + 6;
        return envelope.substring(start, start + 1);
    }
}
