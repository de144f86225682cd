package dev.millrace.streams.query;

import dev.millrace.contract.store.QueryableStore;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.common.TopicPartition;

/// Which partitions this instance works on itself, by its stream threads' own word of a moment ago; every other
/// one that it has is a standby. Thread-safe.
final class LocalTasks {
    private static final long KNOWN_NANOS = Duration.ofMillis(50).toNanos();

    private final Supplier<? extends Collection<TopicPartition>> activeInputs;
    private volatile Known known = new Known(Set.of(), System.nanoTime() - KNOWN_NANOS);

    private record Place(QueryableStore.Kept kept, int partition) {}

    private record Known(Set<Place> active, long atNanos) {}

    /// @param activeInputs the input partitions of the active tasks now
    LocalTasks(Supplier<? extends Collection<TopicPartition>> activeInputs) {
        this.activeInputs = activeInputs;
    }

    /// Whether an active task here keeps that partition.
    boolean isActive(QueryableStore.Kept kept, int partition) {
        Known now = known;
        if (System.nanoTime() - now.atNanos() >= KNOWN_NANOS) {
            now = look();
            known = now;
        }
        return now.active().contains(new Place(kept, partition));
    }

    private Known look() {
        Set<Place> active = new HashSet<>();
        Collection<TopicPartition> inputs = activeInputs.get();
        for (TopicPartition input : inputs) {
            for (QueryableStore.Kept kept : QueryableStore.Kept.values()) {
                if (Routes.holds(Set.of(input), kept, input.partition())) {
                    active.add(new Place(kept, input.partition()));
                }
            }
        }
        return new Known(active, System.nanoTime());
    }
}
