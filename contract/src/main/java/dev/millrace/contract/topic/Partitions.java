package dev.millrace.contract.topic;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.utils.Utils;

/// Which partition a key lives in: Kafka's default partitioner over the UTF-8 bytes of the key text, so that
/// connector, topology and query client agree without asking each other.
public final class Partitions {

    private Partitions() {}

    /// Partition of `key` among `count`.
    public static int of(String key, int count) {
        return Utils.toPositive(Utils.murmur2(key.getBytes(StandardCharsets.UTF_8))) % count;
    }

    /// Partition of `key` among [Topics#PARTITIONS].
    public static int of(String key) {
        return of(key, Topics.PARTITIONS);
    }
}
