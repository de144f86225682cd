package dev.millrace.streams.progress;

import dev.millrace.contract.proto.PartitionProgress;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;

/// Lowest progress over the upstream partitions of each database: what a partition behind a hop has seen entirely.
/// Lives in memory; after a restart it is unknown until every upstream partition has spoken again.
public final class UpstreamProgress {
    private final int partitions;
    private final Map<String, Map<Integer, Long>> times = new HashMap<>();

    /// @param partitions number of upstream partitions
    public UpstreamProgress(int partitions) {
        this.partitions = partitions;
    }

    /// Takes one partition's word; returns the lowest commit time of all, empty while one has not spoken.
    public OptionalLong advance(PartitionProgress progress) {
        Map<Integer, Long> ofDatabase = times.computeIfAbsent(progress.getDatabase(), database -> new HashMap<>());
        ofDatabase.merge(progress.getPartition(), progress.getCommitTimeUs(), Math::max);
        if (ofDatabase.size() < partitions) {
            return OptionalLong.empty();
        }
        return ofDatabase.values().stream().mapToLong(Long::longValue).min();
    }
}
