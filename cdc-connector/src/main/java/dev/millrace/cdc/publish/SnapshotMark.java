package dev.millrace.cdc.publish;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.cdc.CdcException;
import dev.millrace.contract.topic.Topics;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.producer.ProducerRecord;

/// Where the raw topics ended when a snapshot began. It lies in the offset topic from the first record of the snapshot
/// until the deletes that it implies are published: a row whose newest record is older than the mark, and no tombstone,
/// was not read by the snapshot, so it is no longer there.
///
/// @param file binlog file as of which the snapshot reads
/// @param position place in it, bytes
/// @param timeUs when it began, microseconds since epoch
/// @param ends raw topic → end of each of its partitions; topics that are not looked at are absent
record SnapshotMark(String file, long position, long timeUs, Map<String, List<Long>> ends) {
    private static final ObjectMapper JSON = new ObjectMapper();

    SnapshotMark {
        Map<String, List<Long>> copy = new TreeMap<>();
        ends.forEach((topic, offsets) -> copy.put(topic, List.copyOf(offsets)));
        ends = Map.copyOf(copy);
    }

    /// Whether there is nothing to look for: the topics were empty, or none is looked at.
    boolean isVoid() {
        return ends.values().stream().flatMap(List::stream).allMatch(end -> end == 0);
    }

    /// The record that keeps it.
    ProducerRecord<byte[], byte[]> stored(String engine) {
        try {
            return new ProducerRecord<>(Topics.CDC_OFFSETS.name(), 0, key(engine), JSON.writeValueAsBytes(this));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a mark of our own cannot be written", e);
        }
    }

    /// The record that ends it.
    @SuppressWarnings("NullAway") // a tombstone has a null value
    static ProducerRecord<byte[], byte[]> ended(String engine) {
        return new ProducerRecord<>(Topics.CDC_OFFSETS.name(), 0, key(engine), null);
    }

    static boolean isKey(byte[] key, String engine) {
        return Arrays.equals(key, key(engine));
    }

    /// @throws CdcException when it is none of ours
    static SnapshotMark parse(byte[] value) {
        try {
            return JSON.readValue(value, SnapshotMark.class);
        } catch (IOException e) {
            throw new CdcException(
                    "topic " + Topics.CDC_OFFSETS.name() + " holds an unreadable snapshot mark: was it written by a"
                            + " newer version? Start that one",
                    e);
        }
    }

    private static byte[] key(String engine) {
        return ("{\"snapshot-mark\":\"" + engine + "\"}").getBytes(StandardCharsets.UTF_8);
    }
}
