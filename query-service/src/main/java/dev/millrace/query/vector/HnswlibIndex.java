package dev.millrace.query.vector;

import com.github.jelmerk.hnswlib.core.DistanceFunction;
import com.github.jelmerk.hnswlib.core.Item;
import com.github.jelmerk.hnswlib.core.hnsw.HnswIndex;
import dev.millrace.contract.id.ItemId;
import dev.millrace.query.rerank.VectorCosine;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// hnswlib-core, the library, with our distance. Vectors are floats.
///
/// Each put gets a number of its own as the library's id: the library never forgets an id that was removed.
///
/// A search locks each node that it reads for a moment, and no more run at once than there are processors. It ends
/// early where all that a near item is linked to is dead (the library compares with the worst it has found before it
/// has found enough), so many dead ones cost answers.
///
/// Only items and vectors are saved, and the graph is built anew when they are loaded: the library's own files hold
/// serialized Java objects, which must not be read from a file that came from elsewhere.
public final class HnswlibIndex implements VectorIndex {
    private final HnswIndex<Integer, float[], Entry, Float> graph;
    private final Map<ItemId, Entry> entries = new ConcurrentHashMap<>();
    private final int dimension;
    private final int capacity;
    private volatile int used;

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Entry(Integer id, ItemId item, float[] vector) implements Item<Integer, float[]> {
        private static final long serialVersionUID = 1L;

        @Override
        public int dimensions() {
            return vector.length;
        }
    }

    private static final class Cosine implements DistanceFunction<float[], Float> {
        private static final long serialVersionUID = 1L;
        private static final DotProduct DOT = DotProduct.best();

        @Override
        public Float distance(float[] query, float[] other) {
            return 1 - DOT.of(query, other, 0);
        }
    }

    /// @param capacity vectors that it takes, dead ones included
    public HnswlibIndex(int dimension, int capacity, HnswSettings settings) {
        this.dimension = dimension;
        this.capacity = capacity;
        graph = HnswIndex.newBuilder(dimension, new Cosine(), capacity)
                .withM(settings.m())
                .withEfConstruction(settings.efConstruction())
                .withEf(settings.ef())
                .withRemoveEnabled()
                .build();
    }

    /// Builds the graph for what [#save] wrote.
    static HnswlibIndex load(DataInput in, int dimension, int maxCapacity, HnswSettings settings) throws IOException {
        int capacity = in.readInt();
        SnapshotException.unless(
                capacity >= 0 && capacity <= maxCapacity, "has %d places, %d are allowed", capacity, maxCapacity);
        HnswlibIndex index = new HnswlibIndex(dimension, capacity, settings);
        VectorTable.read(in, Storage.FLOAT, dimension, capacity)
                .forEach((id, vector) -> index.put(id, vector) == Put.TAKEN);
        return index;
    }

    @Override
    public Put put(ItemId id, float[] vector) {
        Entry before = entries.get(id);
        if (before != null && Arrays.equals(before.vector(), vector)) {
            return Put.UNCHANGED;
        }
        if (used == capacity) {
            return Put.FULL;
        }
        Entry entry = new Entry(used, id, vector.clone());
        remove(id); // first, so that the item is never found twice
        used = entry.id() + 1;
        entries.put(id, entry);
        graph.add(entry);
        return Put.TAKEN;
    }

    @Override
    public boolean remove(ItemId id) {
        Entry before = entries.remove(id);
        return before != null && graph.remove(before.id(), before.version());
    }

    /// With another `ef` than the settings', for this search and those that follow: more finds more and takes longer.
    public List<Hit> nearest(float[] query, int k, int ef) {
        graph.setEf(ef);
        return nearest(query, k);
    }

    @Override
    public List<Hit> nearest(float[] query, int k) {
        if (k < 1) {
            return List.of();
        }
        return graph.findNearest(query, k).stream()
                .filter(result -> entries.get(result.item().item()) == result.item()) // not what it has just replaced
                .map(result -> new Hit(result.item().item(), 1 - result.distance()))
                .sorted(Hit.BEST_FIRST)
                .toList();
    }

    @Override
    public boolean contains(ItemId id) {
        return entries.containsKey(id);
    }

    @Override
    public Optional<float[]> find(ItemId id) {
        return Optional.ofNullable(entries.get(id)).map(entry -> entry.vector().clone());
    }

    @Override
    public VectorCosine compare(List<ItemId> items) {
        Entry[] compared = new Entry[items.size()];
        for (int place = 0; place < compared.length; place++) {
            compared[place] = entries.get(items.get(place));
        }
        return (left, right) -> compared[left] == null || compared[right] == null
                ? Double.NaN
                : Cosine.DOT.of(compared[left].vector(), compared[right].vector(), 0);
    }

    @Override
    public int size() {
        return entries.size();
    }

    @Override
    public int used() {
        return used;
    }

    @Override
    public int capacity() {
        return capacity;
    }

    @Override
    public void forEach(Visitor visitor) {
        for (Entry entry : entries.values()) {
            if (!visitor.visit(entry.item(), entry.vector())) {
                return;
            }
        }
    }

    @Override
    public IndexKind kind() {
        return IndexKind.HNSWLIB;
    }

    @Override
    public void save(DataOutput out) throws IOException {
        List<Entry> now = List.copyOf(entries.values());
        out.writeInt(capacity);
        VectorTable table = new VectorTable(Storage.FLOAT, dimension, now.size());
        now.forEach(entry -> table.publish(table.append(entry.item(), entry.vector())));
        table.write(out, table.used());
    }
}
