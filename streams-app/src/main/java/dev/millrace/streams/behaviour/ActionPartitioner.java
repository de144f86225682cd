package dev.millrace.streams.behaviour;

import dev.millrace.contract.proto.ActionMeaning;
import dev.millrace.contract.topic.Partitions;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.streams.processor.StreamPartitioner;

/// Puts the progress of a partition of `log_action` behind the actions that it covers.
///
/// Order holds within a partition only. An action goes to the partition of its idaction, which is the one it was read
/// from; its partition's progress must go there too. Elsewhere it could be read first, and a view of the action in
/// between would be taken for meaningless and lost.
final class ActionPartitioner implements StreamPartitioner<String, ActionMeaning> {

    @Override
    public Optional<Set<Integer>> partitions(String topic, String key, ActionMeaning value, int count) {
        int partition = key.startsWith(ReduceActions.PROGRESS_PREFIX)
                ? Integer.parseInt(key.substring(ReduceActions.PROGRESS_PREFIX.length()))
                : Partitions.of(key, count);
        return Optional.of(Set.of(partition));
    }
}
