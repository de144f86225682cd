package dev.millrace.streams.query;

import dev.millrace.streams.runtime.PartitionState;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiPredicate;
import java.util.function.BooleanSupplier;

/// Which open store partitions may be asked as their owner's: those that were seen while the client was
/// RUNNING with them and nothing restored, for as long as the same copy stays open and owned. Between its
/// opening and the begin of its restoration a copy says nothing of itself, and the client's state may still be
/// that of before; so one that was owned before, went away and came back has to be seen anew. Thread-safe.
final class OwnedCopies {
    private final BooleanSupplier running;
    private final PartitionState restoring;
    private final Map<Place, Object> seen = new ConcurrentHashMap<>();

    private record Place(String store, int partition) {}

    /// @param running whether the client is RUNNING
    OwnedCopies(BooleanSupplier running, PartitionState restoring) {
        this.running = running;
        this.restoring = restoring;
    }

    /// Whether this copy, of a task that is active here, may be asked.
    boolean mayBeAsked(String store, int partition, Object copy) {
        Place place = new Place(store, partition);
        if (restoring.isRestoring(store, partition)) {
            seen.remove(place);
        } else if (running.getAsBoolean()) {
            seen.put(place, copy);
        }
        return seen.get(place) == copy;
    }

    /// The partition is not owned here, or its copy has closed.
    void lost(String store, int partition) {
        seen.remove(new Place(store, partition));
    }

    /// Forgets those that are not owned, which nobody may have asked for meanwhile.
    void keep(BiPredicate<String, Integer> isOwned) {
        seen.keySet().removeIf(place -> !isOwned.test(place.store(), place.partition()));
    }
}
