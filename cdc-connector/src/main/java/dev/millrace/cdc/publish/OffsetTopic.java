package dev.millrace.cdc.publish;

import dev.millrace.cdc.CdcException;
import dev.millrace.contract.topic.Topics;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/// Reads the stored source offsets of one engine.
///
/// A transaction that another engine left open hides everything behind it from a read_committed reader, our newest
/// offset too. So the reader waits until it has passed the *uncommitted* end: the broker ends such a transaction after
/// its timeout.
final class OffsetTopic {
    private static final TopicPartition PARTITION = new TopicPartition(Topics.CDC_OFFSETS.name(), 0);
    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final Duration POLL = Duration.ofMillis(100);

    private OffsetTopic() {}

    /// What is stored of one engine.
    ///
    /// @param offsets Debezium's keys and values
    /// @param mark of a snapshot whose deletes are not all published
    record Stored(Map<ByteBuffer, ByteBuffer> offsets, Optional<SnapshotMark> mark) {}

    static Stored read(Map<String, String> site, String engine) {
        long end = end(site, engine);
        Map<ByteBuffer, ByteBuffer> offsets = new HashMap<>();
        Optional<SnapshotMark> mark = Optional.empty();
        byte[] owner = ("[\"" + engine + "\"").getBytes(StandardCharsets.UTF_8);
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        try (var consumer = new KafkaConsumer<byte[], byte[]>(KafkaSettings.consumer(site, engine + "-offsets"))) {
            consumer.assign(List.of(PARTITION));
            consumer.seekToBeginning(List.of(PARTITION));
            while (consumer.position(PARTITION) < end) {
                if (System.nanoTime() - deadline > 0) {
                    throw new CdcException("topic %s was not readable up to offset %d within %s: another connector's"
                                    .formatted(PARTITION.topic(), end, PATIENCE)
                            + " transaction is still open; stop the other connector, then start this one again");
                }
                for (ConsumerRecord<byte[], byte[]> stored : consumer.poll(POLL)) {
                    if (startsWith(stored.key(), owner) && stored.value() != null) {
                        offsets.put(ByteBuffer.wrap(stored.key()), ByteBuffer.wrap(stored.value()));
                    } else if (SnapshotMark.isKey(stored.key(), engine)) {
                        mark = Optional.ofNullable(stored.value()).map(SnapshotMark::parse);
                    }
                }
            }
        }
        return new Stored(offsets, mark);
    }

    private static long end(Map<String, String> site, String engine) {
        Map<String, Object> settings = KafkaSettings.consumer(site, engine + "-offsets-end");
        settings.put("isolation.level", "read_uncommitted");
        try (var consumer = new KafkaConsumer<byte[], byte[]>(settings)) {
            return consumer.endOffsets(List.of(PARTITION)).getOrDefault(PARTITION, 0L);
        }
    }

    private static boolean startsWith(byte[] key, byte[] owner) {
        return key.length >= owner.length && java.util.Arrays.equals(key, 0, owner.length, owner, 0, owner.length);
    }
}
