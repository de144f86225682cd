package dev.millrace.streams.runtime;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.processor.StateRestoreListener;

/// Which store partitions are being restored. A restoring store answers with the state of long ago: small numbers, at
/// first none, and no error; so it must not be asked. Thread-safe.
public final class PartitionState implements StateRestoreListener {
    private final Set<String> restoring = ConcurrentHashMap.newKeySet();

    @Override
    public void onRestoreStart(TopicPartition partition, String store, long startingOffset, long endingOffset) {
        if (endingOffset > startingOffset) {
            restoring.add(name(store, partition.partition()));
        }
    }

    @Override
    public void onBatchRestored(TopicPartition partition, String store, long batchEndOffset, long numRestored) {
        // Still restoring.
    }

    @Override
    public void onRestoreEnd(TopicPartition partition, String store, long totalRestored) {
        restoring.remove(name(store, partition.partition()));
    }

    @Override
    public void onRestoreSuspended(TopicPartition partition, String store, long totalRestored) {
        restoring.remove(name(store, partition.partition()));
    }

    /// Whether that partition of that store is being restored now.
    public boolean isRestoring(String store, int partition) {
        return restoring.contains(name(store, partition));
    }

    private static String name(String store, int partition) {
        return store + "#" + partition;
    }
}
