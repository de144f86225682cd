package dev.millrace.query.vector;

import dev.millrace.contract.id.ItemId;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;

/// Looks at every vector: always right, and for small sets as fast as anything.
///
/// Grows by copying into a table half as large again, which drops the dead; readers go on in the old one meanwhile.
public final class ExactIndex extends TabledIndex {
    private static final int SMALLEST = 64;

    private final int maxItems;
    private volatile VectorTable table;

    /// @param maxItems that it grows to
    public ExactIndex(Storage storage, int dimension, int maxItems) {
        this(new VectorTable(storage, dimension, Math.min(SMALLEST, maxItems)), maxItems);
    }

    private ExactIndex(VectorTable table, int maxItems) {
        this.table = table;
        this.maxItems = maxItems;
    }

    /// What [#save] wrote.
    static ExactIndex load(DataInput in, Storage storage, int dimension, int maxItems) throws IOException {
        int capacity = in.readInt();
        SnapshotException.unless(
                capacity >= 0 && capacity <= slots(dimension, maxItems),
                "has places for %d vectors, %d are allowed",
                capacity,
                maxItems);
        return new ExactIndex(VectorTable.read(in, storage, dimension, capacity), maxItems);
    }

    @Override
    VectorTable table() {
        return table;
    }

    @Override
    public Put put(ItemId id, float[] vector) {
        VectorTable now = table;
        if (now.holds(id, vector)) {
            return Put.UNCHANGED;
        }
        if (now.size() >= maxItems && now.slot(id) == VectorTable.NONE) {
            return Put.FULL;
        }
        if (now.isFull()) {
            int larger = Math.max(SMALLEST, now.size() + now.size() / 2 + 1);
            now = now.compacted(Math.min(slots(now.vectors.dimension, maxItems), larger));
        }
        if (now.isFull()) {
            return Put.FULL;
        }
        now.publish(now.append(id, vector));
        table = now;
        return Put.TAKEN;
    }

    /// One more than items, for a vector that is replaced while all places are taken.
    private static int slots(int dimension, int maxItems) {
        return Math.min(VectorBlock.maxCapacity(dimension), maxItems + 1);
    }

    @Override
    public List<Hit> nearest(float[] query, int k) {
        if (k < 1) {
            return List.of();
        }
        VectorTable now = table;
        LongHeap best = new LongHeap();
        int end = now.used();
        for (int slot = 0; slot < end; slot++) {
            if (!now.isDead(slot)) {
                float similarity = now.vectors.dot(query, slot);
                if (best.size() < k) {
                    best.add(Scored.of(similarity, slot));
                } else if (similarity > Scored.similarity(best.top())) {
                    best.replaceTop(Scored.of(similarity, slot));
                }
            }
        }
        return now.hits(best);
    }

    @Override
    public IndexKind kind() {
        return IndexKind.EXACT;
    }

    @Override
    public void save(DataOutput out) throws IOException {
        VectorTable now = table;
        out.writeInt(now.vectors.capacity);
        now.write(out, now.used());
    }
}
