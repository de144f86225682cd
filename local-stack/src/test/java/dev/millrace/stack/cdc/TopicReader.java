package dev.millrace.stack.cdc;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.awaitility.Awaitility;

/// Reads committed records as text.
record TopicReader(String brokers) {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    /// All records that are in the topic now, partition by partition.
    List<ConsumerRecord<String, String>> all(String topic) {
        try (var consumer = consumer()) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            List<ConsumerRecord<String, String>> records = new ArrayList<>();
            for (TopicPartition partition : partitions) {
                read(consumer, partition, records);
            }
            return records;
        }
    }

    /// The records once enough of them are there.
    List<ConsumerRecord<String, String>> await(String topic, Predicate<List<ConsumerRecord<String, String>>> enough) {
        return Awaitility.await().atMost(PATIENCE).until(() -> all(topic), enough);
    }

    /// Names of all topics, the broker's own too.
    Collection<String> topics() {
        try (var consumer = consumer()) {
            return consumer.listTopics().keySet();
        }
    }

    private static void read(
            KafkaConsumer<String, String> consumer,
            TopicPartition partition,
            List<ConsumerRecord<String, String>> records) {
        consumer.assign(List.of(partition));
        consumer.seekToBeginning(List.of(partition));
        long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
        while (consumer.position(partition) < end) {
            consumer.poll(Duration.ofMillis(100)).forEach(records::add);
        }
    }

    private KafkaConsumer<String, String> consumer() {
        return new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers", brokers,
                        "isolation.level", "read_committed",
                        "auto.offset.reset", "earliest",
                        "exclude.internal.topics", "false"),
                new StringDeserializer(),
                new StringDeserializer());
    }
}
