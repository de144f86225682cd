package dev.millrace.query.vector;

import dev.millrace.contract.id.ItemId;
import java.io.IOException;
import java.io.OutputStream;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/// The vectors of one model: the index that is searched now, and how the next one takes its place.
///
/// A rebuild reads the index that is in use and fills another. What changes meanwhile goes into the old one and is
/// noted, and is brought into the new one before that takes over. What the old one has no place for is noted as well,
/// and is found after the rebuild. A graph that is nearly full and has few dead is copied into larger arrays instead.
///
/// **Threads:** the replica's thread changes, one other rebuilds and saves; a lock keeps changes and a rebuild
/// apart for the time of a change, of the last few or of a copy. Readers take no lock: they search whichever
/// index is there.
final class ModelVectors {
    /// So many changes are brought in while the replica's thread waits.
    private static final int FEW = 64;
    /// Then all that are left are, for changes come faster than they can be brought in.
    private static final int ROUNDS = 20;

    private final String model;
    private final int dimension;
    private final IndexFactory factory;
    private final ReentrantLock writing = new ReentrantLock();
    private final Set<ItemId> unconfirmed = new HashSet<>();
    private final Set<ItemId> homeless = new HashSet<>();
    private Map<ItemId, Optional<float[]>> noted = new LinkedHashMap<>();
    private boolean isRebuilding;
    private boolean isChanged;
    private volatile int waiting;
    private volatile VectorIndex index;
    private volatile long generation = 1;

    /// @param index with what is known already; all of that counts as unconfirmed
    ModelVectors(String model, int dimension, IndexFactory factory, VectorIndex index) {
        this.model = model;
        this.dimension = dimension;
        this.factory = factory;
        this.index = index;
        index.forEach((id, _) -> unconfirmed.add(id));
    }

    String model() {
        return model;
    }

    int dimension() {
        return dimension;
    }

    /// What is searched now.
    VectorIndex index() {
        return index;
    }

    /// Grows when changes are published and when an index takes over: what was found before may be out of date.
    long generation() {
        return generation;
    }

    /// Items that are found or will be.
    int size() {
        return index.size() + waiting;
    }

    /// Items without a place in the index, which wait for the next.
    int waiting() {
        return waiting;
    }

    /// Whether nothing but a snapshot says what it has.
    boolean isUnconfirmed() {
        return !unconfirmed.isEmpty() && unconfirmed.size() == size();
    }

    /// For the thread that changes.
    boolean contains(ItemId id) {
        return index.contains(id) || homeless.contains(id);
    }

    void put(ItemId id, float[] vector) {
        writing.lock();
        try {
            unconfirmed.remove(id);
            switch (index.put(id, vector)) {
                case UNCHANGED -> {
                    return;
                }
                case TAKEN -> {
                    homeless.remove(id);
                    note(id, Optional.of(vector));
                }
                case FULL -> {
                    index.remove(id); // rather missing than found by old words
                    homeless.add(id);
                    noted.put(id, Optional.of(vector));
                }
            }
            changed();
        } finally {
            writing.unlock();
        }
    }

    void remove(ItemId id) {
        writing.lock();
        try {
            unconfirmed.remove(id);
            boolean isGone = index.remove(id) | homeless.remove(id);
            if (isGone) {
                note(id, Optional.empty());
                changed();
            }
        } finally {
            writing.unlock();
        }
    }

    private void note(ItemId id, Optional<float[]> vector) {
        if (isRebuilding) {
            noted.put(id, vector);
        } else {
            noted.remove(id);
        }
    }

    private void changed() {
        isChanged = true;
        waiting = homeless.size();
    }

    /// Forgets what only the snapshot had; returns how many. To be asked when the topic has been read.
    int sweep() {
        List<ItemId> gone = List.copyOf(unconfirmed);
        gone.forEach(this::remove);
        return gone.size();
    }

    /// Makes memoised answers out of date when something has changed. The replica's thread asks.
    @SuppressWarnings("NonAtomicOperationOnVolatileField") // under the lock
    void publish() {
        writing.lock();
        try {
            if (isChanged) {
                isChanged = false;
                generation++;
            }
        } finally {
            writing.unlock();
        }
    }

    /// Whether another index would do better.
    ///
    /// @param isComplete whether the topic has been read: a graph is not built before
    boolean wantsRebuild(boolean isComplete) {
        VectorIndex now = index;
        return waiting > 0
                || factory.isWornOut(now)
                || (isComplete && factory.kindFor(size(), now.kind()) != now.kind());
    }

    /// Fills another index with what there is and puts it in the place of this one.
    ///
    /// @return false when it was stopped, and all is as before
    boolean rebuild(BooleanSupplier isStopped) {
        if (enlarge()) {
            return true;
        }
        VectorIndex old;
        writing.lock();
        try {
            isRebuilding = true;
            old = index;
        } finally {
            writing.unlock();
        }
        boolean isDone = false;
        try {
            int items = size();
            VectorIndex fresh = factory.create(factory.kindFor(items, old.kind()), dimension, items);
            old.forEach((id, vector) -> {
                fresh.put(id, vector);
                return !isStopped.getAsBoolean();
            });
            for (int round = 1; !isDone && !isStopped.getAsBoolean(); round++) {
                isDone = catchUp(fresh, round == ROUNDS);
            }
            return isDone;
        } finally {
            if (!isDone) {
                giveUp();
            }
        }
    }

    /// Gives a graph that is nearly full more places, which takes milliseconds, in which the replica's thread waits.
    private boolean enlarge() {
        writing.lock();
        try {
            VectorIndex now = index;
            if (now.kind() != factory.kindFor(size(), now.kind()) || !factory.lacksPlaces(now)) {
                return false;
            }
            Optional<VectorIndex> larger = factory.enlarged(now, dimension, size());
            if (larger.isPresent()) {
                noted = bring(noted, larger.get());
                takeOver(larger.get());
            }
            return larger.isPresent();
        } finally {
            writing.unlock();
        }
    }

    /// Brings into `fresh` what was noted; when that is little, or must be, it takes over.
    private boolean catchUp(VectorIndex fresh, boolean isLast) {
        Map<ItemId, Optional<float[]>> changes;
        writing.lock();
        try {
            if (isLast || noted.size() <= FEW) {
                noted = bring(noted, fresh);
                takeOver(fresh);
                return true;
            }
            changes = noted;
            noted = new LinkedHashMap<>();
        } finally {
            writing.unlock();
        }
        Map<ItemId, Optional<float[]>> refused = bring(changes, fresh);
        writing.lock();
        try {
            refused.forEach(noted::putIfAbsent);
            return false;
        } finally {
            writing.unlock();
        }
    }

    @SuppressWarnings("NonAtomicOperationOnVolatileField") // under the lock
    private void takeOver(VectorIndex fresh) {
        index = fresh;
        isRebuilding = false;
        homeless.clear();
        homeless.addAll(noted.keySet());
        waiting = homeless.size();
        generation++;
    }

    /// Changes stay noted as far as the index had no place for them.
    private void giveUp() {
        writing.lock();
        try {
            isRebuilding = false;
            noted.keySet().retainAll(homeless);
        } finally {
            writing.unlock();
        }
    }

    /// Returns what there was no place for.
    private static Map<ItemId, Optional<float[]>> bring(Map<ItemId, Optional<float[]>> changes, VectorIndex into) {
        Map<ItemId, Optional<float[]>> refused = new LinkedHashMap<>();
        changes.forEach((id, vector) -> {
            if (vector.isEmpty()) {
                into.remove(id);
            } else if (into.put(id, vector.get()) == VectorIndex.Put.FULL) {
                into.remove(id);
                refused.put(id, vector);
            }
        });
        return refused;
    }

    /// Writes the index that is searched now, beside those who change it: a slow disk holds up nobody.
    void save(OutputStream out) throws IOException {
        Snapshot.write(out, model, dimension, factory.storage(), index);
    }
}
