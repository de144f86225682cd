package dev.millrace.stack.bench;

import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/// A consumer that reads what is committed, as streams-app does, and belongs to no group.
final class BenchConsumer {

    private BenchConsumer() {}

    static KafkaConsumer<byte[], byte[]> open(String brokers) {
        return new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        brokers,
                        "isolation.level",
                        "read_committed",
                        "auto.offset.reset",
                        "earliest",
                        "enable.auto.commit",
                        false),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }
}
