package dev.millrace.streams.query;

import dev.millrace.contract.store.QueryableStore;
import java.time.Duration;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.common.TopicPartition;

/// Which partitions this instance works on, and which it keeps as a standby, by its stream threads' word of
/// a moment ago. A thread speaks when it runs: what it is being given meanwhile is in neither. Thread-safe.
final class LocalTasks {
    private static final long KNOWN_NANOS = Duration.ofMillis(50).toNanos();

    private final Supplier<? extends Collection<TopicPartition>> activeInputs;
    private final Supplier<? extends Collection<TopicPartition>> standbyInputs;
    private volatile Known known = new Known(Map.of(), Map.of(), System.nanoTime() - KNOWN_NANOS);

    private record Known(
            Map<QueryableStore.Kept, Set<Integer>> active,
            Map<QueryableStore.Kept, Set<Integer>> standby,
            long atNanos) {}

    /// @param activeInputs the input partitions of the active tasks now
    /// @param standbyInputs those of the standby tasks
    LocalTasks(
            Supplier<? extends Collection<TopicPartition>> activeInputs,
            Supplier<? extends Collection<TopicPartition>> standbyInputs) {
        this.activeInputs = activeInputs;
        this.standbyInputs = standbyInputs;
    }

    /// Whether an active task here keeps that partition.
    boolean isActive(QueryableStore.Kept kept, int partition) {
        return now().active().getOrDefault(kept, Set.of()).contains(partition);
    }

    /// The partitions of which a standby is here.
    Set<Integer> standbysOf(QueryableStore.Kept kept) {
        return now().standby().getOrDefault(kept, Set.of());
    }

    private Known now() {
        Known now = known;
        if (System.nanoTime() - now.atNanos() >= KNOWN_NANOS) {
            now = new Known(partitions(activeInputs.get()), partitions(standbyInputs.get()), System.nanoTime());
            known = now;
        }
        return now;
    }

    private static Map<QueryableStore.Kept, Set<Integer>> partitions(Collection<TopicPartition> inputs) {
        Map<QueryableStore.Kept, Set<Integer>> all = new EnumMap<>(QueryableStore.Kept.class);
        for (TopicPartition input : inputs) {
            for (QueryableStore.Kept kept : QueryableStore.Kept.values()) {
                if (Routes.holds(Set.of(input), kept, input.partition())) {
                    all.computeIfAbsent(kept, _ -> new HashSet<>()).add(input.partition());
                }
            }
        }
        return all;
    }
}
