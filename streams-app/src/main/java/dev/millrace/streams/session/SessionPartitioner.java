package dev.millrace.streams.session;

import dev.millrace.contract.id.SessionId;
import dev.millrace.contract.proto.SessionItems;
import dev.millrace.contract.topic.Partitions;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.streams.processor.StreamPartitioner;

/// Puts the progress of a partition behind the sessions that it covers: a session goes to the partition of its
/// visit's rows, which is that of its idvisit, not of its key.
final class SessionPartitioner implements StreamPartitioner<String, SessionItems> {
    private static final String PROGRESS_PREFIX = "progress|";

    /// The key of a partition's progress.
    static String progressKey(int partition) {
        return PROGRESS_PREFIX + partition;
    }

    @Override
    public Optional<Set<Integer>> partitions(String topic, String key, SessionItems value, int count) {
        int partition = key.startsWith(PROGRESS_PREFIX)
                ? Integer.parseInt(key.substring(PROGRESS_PREFIX.length()))
                : Partitions.of(String.valueOf(SessionId.visit(key).orElseThrow()), count);
        return Optional.of(Set.of(partition));
    }
}
