package dev.millrace.query.vector;

import dev.millrace.query.config.VectorIndexConfig;
import java.io.DataInput;
import java.io.IOException;
import java.util.Optional;

/// Makes indexes as the settings say.
///
/// @param graph for many items
/// @param exactBelow items up to which every vector is looked at
/// @param maxDead dead vectors for each living one
/// @param maxFilled share of the places in use
/// @param maxItems of one index
record IndexFactory(
        IndexKind graph,
        Storage storage,
        HnswSettings hnsw,
        int exactBelow,
        double maxDead,
        double maxFilled,
        int maxItems) {
    private static final int FEWEST = 1_000;

    static IndexFactory of(VectorIndexConfig config, int maxItems) {
        return new IndexFactory(
                IndexKind.of(config.graph()).orElseThrow(),
                Storage.of(config.storage()).orElseThrow(),
                new HnswSettings(config.m(), config.efConstruction(), config.ef()),
                config.exactBelow(),
                config.maxDead(),
                config.maxFilled(),
                maxItems);
    }

    /// The right kind for so many items. A graph that shrinks is kept until there are half as many as it takes to have
    /// one, so that nothing is built to and fro.
    IndexKind kindFor(int items, IndexKind now) {
        int least = now == IndexKind.EXACT ? exactBelow : exactBelow / 2;
        return items > least ? graph : IndexKind.EXACT;
    }

    /// Whether an index should be replaced by a new one with the same items.
    boolean isWornOut(VectorIndex index) {
        if (index.kind() == IndexKind.EXACT) {
            return false;
        }
        int dead = index.used() - index.size();
        return dead > maxDead * index.size() + 1 || index.used() > maxFilled * index.capacity();
    }

    /// Whether it lacks nothing but places: then it need not be built anew.
    boolean lacksPlaces(VectorIndex index) {
        int dead = index.used() - index.size();
        return index.kind() != IndexKind.EXACT && 2 * dead <= maxDead * index.size() + 1;
    }

    /// The same with room for `items`, if it can have that without being built anew.
    Optional<VectorIndex> enlarged(VectorIndex index, int dimension, int items) {
        int capacity = capacity(dimension, items);
        return capacity > index.capacity() ? index.enlarged(capacity) : Optional.empty();
    }

    /// An empty one with room for `items` and those that come until it is worn out.
    VectorIndex create(IndexKind kind, int dimension, int items) {
        int capacity = capacity(dimension, items);
        return switch (kind) {
            case EXACT -> new ExactIndex(storage, dimension, maxItems);
            case FLAT -> new FlatHnsw(storage, dimension, capacity, hnsw);
            case HNSWLIB -> new HnswlibIndex(dimension, capacity, hnsw);
        };
    }

    /// What [VectorIndex#save] wrote.
    VectorIndex load(DataInput in, IndexKind kind, int dimension) throws IOException {
        int largest = capacity(dimension, maxItems);
        return switch (kind) {
            case EXACT -> ExactIndex.load(in, storage, dimension, maxItems);
            case FLAT -> FlatHnsw.load(in, storage, dimension, largest, hnsw);
            case HNSWLIB -> HnswlibIndex.load(in, dimension, largest, hnsw);
        };
    }

    /// With so many places both bounds are met at the same time when all changes are replacements.
    private int capacity(int dimension, int items) {
        long wanted = FEWEST + (long) Math.ceil(items * (1 + maxDead) / maxFilled);
        return (int) Math.min(wanted, FlatHnsw.maxCapacity(dimension, hnsw.m()));
    }
}
