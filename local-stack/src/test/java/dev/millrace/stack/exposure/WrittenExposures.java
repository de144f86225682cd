package dev.millrace.stack.exposure;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.millrace.contract.proto.RequestExposure;
import dev.millrace.contract.topic.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/// What is in `request.exposure.v1`, each under its request id.
///
/// @param partition where it is
record WrittenExposures(int partition, RequestExposure exposure) {

    /// All that the topic has now, each partition in its order.
    static List<WrittenExposures> all(String brokers) throws InvalidProtocolBufferException {
        List<WrittenExposures> found = new ArrayList<>();
        try (KafkaConsumer<String, byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", brokers), new StringDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(Topics.EXPOSURES.name()).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(each -> consumer.position(each) < ends.getOrDefault(each, 0L))) {
                for (var record : consumer.poll(Duration.ofMillis(100))) {
                    RequestExposure exposure = RequestExposure.parseFrom(record.value());
                    assertThat(record.key()).isEqualTo(exposure.getRequestId());
                    found.add(new WrittenExposures(record.partition(), exposure));
                }
            }
        }
        return found;
    }
}
