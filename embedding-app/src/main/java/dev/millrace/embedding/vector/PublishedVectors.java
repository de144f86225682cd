package dev.millrace.embedding.vector;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.millrace.contract.proto.ItemVector;
import dev.millrace.contract.topic.Topics;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads our own output, so that nothing that is in it is embedded again.
final class PublishedVectors {
    private static final Logger log = LoggerFactory.getLogger(PublishedVectors.class);
    private static final Duration POLL = Duration.ofMillis(200);

    private PublishedVectors() {}

    /// Fills the tables of `partitions` with what is committed now. Their writers have taken over before: nobody else
    /// writes any more, so the end that is seen here is the end.
    static void load(Consumer<String, byte[]> consumer, Collection<OwnedPartition> partitions) {
        Map<TopicPartition, OwnedPartition> byName = partitions.stream()
                .collect(Collectors.toMap(
                        owner -> new TopicPartition(Topics.VECTORS.name(), owner.number()), Function.identity()));
        consumer.assign(byName.keySet());
        consumer.seekToBeginning(byName.keySet());
        Map<TopicPartition, Long> ends = consumer.endOffsets(byName.keySet());
        while (!ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue())) {
            var records = consumer.poll(POLL);
            for (TopicPartition partition : records.partitions()) {
                OwnedPartition owner = byName.get(partition);
                if (owner != null) {
                    records.records(partition).forEach(sent -> load(owner, sent));
                }
            }
        }
    }

    private static void load(OwnedPartition owner, ConsumerRecord<String, byte[]> sent) {
        if (sent.value() == null) {
            owner.items().load(sent.key(), null);
            return;
        }
        try {
            owner.items().load(sent.key(), Fingerprint.of(ItemVector.parseFrom(sent.value())));
        } catch (InvalidProtocolBufferException e) {
            owner.items().load(sent.key(), null);
            log.atWarn()
                    .addKeyValue("partition", sent.partition())
                    .addKeyValue("offset", sent.offset())
                    .log("published vector is not readable and will be made again");
        }
    }
}
