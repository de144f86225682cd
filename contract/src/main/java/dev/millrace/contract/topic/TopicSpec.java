package dev.millrace.contract.topic;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.NewTopic;

/// What a topic must look like on the broker.
///
/// @param name full topic name
/// @param partitions positive
/// @param config broker-side settings this project relies on
public record TopicSpec(String name, int partitions, Map<String, String> config) {

    /// Compaction of a raw or state topic is never further behind than this.
    static final Duration MAX_COMPACTION_LAG = Duration.ofHours(1);

    /// How long an append topic keeps its records.
    static final Duration APPEND_RETENTION = Duration.ofDays(30);

    public TopicSpec {
        config = Map.copyOf(config);
    }

    /// A table as a topic: the last record of each key stays; the record timestamp is the producer's.
    static TopicSpec compacted(String name, int partitions) {
        return new TopicSpec(
                name,
                partitions,
                Map.of(
                        "cleanup.policy", "compact",
                        "max.compaction.lag.ms", String.valueOf(MAX_COMPACTION_LAG.toMillis()),
                        "retention.ms", "-1"));
    }

    /// A public log kept for a time, stamped by the broker.
    static TopicSpec append(String name, int partitions) {
        return new TopicSpec(
                name,
                partitions,
                Map.of(
                        "cleanup.policy", "delete",
                        "retention.ms", String.valueOf(APPEND_RETENTION.toMillis()),
                        "message.timestamp.type", "LogAppendTime"));
    }

    /// The same topic with one more setting.
    TopicSpec with(String key, String value) {
        Map<String, String> more = new HashMap<>(config);
        more.put(key, value);
        return new TopicSpec(name, partitions, more);
    }

    /// The request that creates it.
    public NewTopic toNewTopic(short replicationFactor) {
        return new NewTopic(name, partitions, replicationFactor).configs(config);
    }
}
