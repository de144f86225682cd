package dev.millrace.streams.progress;

import dev.millrace.contract.proto.PartitionProgress;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;

/// Lowest progress over the upstream partitions of each database: what a partition behind a hop has seen entirely.
/// Lives in memory, from a processor's `init` on; until every upstream partition has spoken, it is unknown.
public final class UpstreamProgress {
    private final int partitions;
    private final Map<String, OfDatabase> databases = new HashMap<>();

    /// @param partitions number of upstream partitions
    public UpstreamProgress(int partitions) {
        this.partitions = partitions;
    }

    /// Takes one partition's word; returns the lowest commit time of all when it has risen, else empty.
    public OptionalLong advance(PartitionProgress progress) {
        return databases
                .computeIfAbsent(progress.getDatabase(), database -> new OfDatabase())
                .advance(progress, partitions);
    }

    /// Lowest commit time over these databases, 0 until each of them is known.
    public long lowestUs(Collection<String> names) {
        return names.stream()
                .mapToLong(name -> {
                    OfDatabase of = databases.get(name);
                    return of == null ? 0 : Math.max(0, of.lowest);
                })
                .min()
                .orElse(0);
    }

    private static final class OfDatabase {
        private final Map<Integer, Long> times = new HashMap<>();
        private long lowest = Long.MIN_VALUE;

        OptionalLong advance(PartitionProgress progress, int partitions) {
            times.merge(progress.getPartition(), progress.getCommitTimeUs(), Math::max);
            if (times.size() < partitions) {
                return OptionalLong.empty();
            }
            long before = lowest;
            lowest = times.values().stream().mapToLong(Long::longValue).min().orElseThrow();
            return lowest > before ? OptionalLong.of(lowest) : OptionalLong.empty();
        }
    }
}
