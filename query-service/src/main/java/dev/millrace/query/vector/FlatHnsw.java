package dev.millrace.query.vector;

import dev.millrace.contract.id.ItemId;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// A [Graph] of a fixed number of places, vectors and links in flat arrays: no object for a vector, none in a search
/// but its answer. Searches take no lock.
public final class FlatHnsw extends TabledIndex {
    private final HnswSettings settings;
    private final VectorTable table;
    private final Graph graph;
    private final SpacePool spaces;

    /// @param capacity vectors that it takes, dead ones included
    public FlatHnsw(Storage storage, int dimension, int capacity, HnswSettings settings) {
        this(new VectorTable(storage, dimension, capacity), settings);
    }

    private FlatHnsw(VectorTable table, HnswSettings settings) {
        this.table = table;
        this.settings = settings;
        graph = new Graph(table, settings);
        int capacity = table.vectors.capacity;
        int dimension = table.vectors.dimension;
        spaces = new SpacePool(() -> new SearchSpace(capacity, 2 * settings.m(), dimension));
    }

    /// As many vectors as it can be made for.
    static int maxCapacity(int dimension, int m) {
        return Math.min(VectorBlock.maxCapacity(dimension), Links.maxCapacity(m));
    }

    /// What [#save] wrote. Links are those that were saved, so its m has to be that of `settings`.
    static FlatHnsw load(DataInput in, Storage storage, int dimension, int maxCapacity, HnswSettings settings)
            throws IOException {
        int m = in.readInt();
        SnapshotException.unless(m == settings.m(), "has m = %d, this instance %d", m, settings.m());
        int capacity = in.readInt();
        SnapshotException.unless(
                capacity >= 0 && capacity <= maxCapacity, "has %d places, %d are allowed", capacity, maxCapacity);
        FlatHnsw index = new FlatHnsw(VectorTable.read(in, storage, dimension, capacity), settings);
        int used = index.table.used();
        int top = in.readInt();
        SnapshotException.unless(top >= (used == 0 ? -1 : 0) && top < used, "begins at %d", top);
        index.graph.links.read(in, used);
        index.graph.resume(used, top < 0 ? null : new Graph.Top(top, index.graph.links.level(top)));
        return index;
    }

    @Override
    VectorTable table() {
        return table;
    }

    @Override
    public Put put(ItemId id, float[] vector) {
        if (table.holds(id, vector)) {
            return Put.UNCHANGED;
        }
        if (table.isFull()) {
            return Put.FULL;
        }
        int slot = table.append(id, vector);
        table.publish(slot); // first, so that the item is never found twice
        SearchSpace space = spaces.take();
        graph.insert(slot, space);
        spaces.give(space);
        return Put.TAKEN;
    }

    @Override
    public List<Hit> nearest(float[] query, int k) {
        return nearest(query, k, settings.ef());
    }

    /// With another `ef` than the settings': more finds more and takes longer.
    public List<Hit> nearest(float[] query, int k, int ef) {
        table.used(); // what was removed before is dead from here on
        SearchSpace space = spaces.take();
        graph.nearest(query, k, ef, space);
        List<Hit> hits = table.hits(space.found);
        spaces.give(space);
        return hits;
    }

    @Override
    public Optional<VectorIndex> enlarged(int capacity) {
        FlatHnsw other = new FlatHnsw(table.enlarged(capacity), settings);
        other.graph.links.copyAll(graph.links, table.used());
        other.graph.resume(table.used(), graph.top());
        return Optional.of(other);
    }

    @Override
    public IndexKind kind() {
        return IndexKind.FLAT;
    }

    @Override
    public void save(DataOutput out) throws IOException {
        Graph.Top top = graph.top(); // first, so that it is among those that follow
        int end = graph.linked();
        out.writeInt(settings.m());
        out.writeInt(table.vectors.capacity);
        table.write(out, end);
        out.writeInt(top == null ? -1 : top.slot());
        graph.links.write(out, end);
    }
}
