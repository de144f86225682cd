package dev.millrace.query.vector;

import dev.millrace.contract.id.ItemId;
import dev.millrace.query.item.ItemTable;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Items and their vectors by slot. A slot is given once; an item that goes, or gets another vector, leaves a dead one.
///
/// **Threads:** one writer. Readers ask [#used] first: what was written before that is there.
final class VectorTable {
    static final int NONE = -1;

    final VectorBlock vectors;
    private final @Nullable ItemId[] ids;
    private final boolean[] dead;
    private final ItemTable<Integer> slots = new ItemTable<>();
    private volatile int used;

    VectorTable(Storage storage, int dimension, int capacity) {
        vectors = VectorBlock.of(storage, dimension, capacity);
        ids = new ItemId[capacity];
        dead = new boolean[capacity];
    }

    int used() {
        return used;
    }

    int size() {
        return slots.size();
    }

    boolean isFull() {
        return used == vectors.capacity;
    }

    boolean isDead(int slot) {
        return dead[slot];
    }

    ItemId id(int slot) {
        return Objects.requireNonNull(ids[slot]);
    }

    /// The slot of an item, [#NONE] when it has none.
    int slot(ItemId id) {
        Integer slot = slots.get(id.code());
        return slot == null ? NONE : slot;
    }

    /// Whether the item has this vector.
    boolean holds(ItemId id, float[] vector) {
        int slot = slot(id);
        return slot != NONE && vectors.holds(slot, vector);
    }

    /// Puts a vector into the next slot, which nobody sees before [#publish].
    int append(ItemId id, float[] vector) {
        int slot = used;
        vectors.set(slot, vector);
        ids[slot] = id;
        return slot;
    }

    /// The item of the slot behind the last one is now there, and nowhere else.
    void publish(int slot) {
        Integer before = slots.put(id(slot).code(), slot);
        if (before != null) {
            dead[before] = true;
        }
        used = slot + 1;
    }

    boolean remove(ItemId id) {
        Integer slot = slots.remove(id.code());
        if (slot == null) {
            return false;
        }
        dead[slot] = true;
        int end = used;
        used = end; // who asks for it sees what was written before
        return true;
    }

    Optional<float[]> find(ItemId id) {
        int slot = slot(id);
        if (slot == NONE) {
            return Optional.empty();
        }
        float[] vector = new float[vectors.dimension];
        vectors.get(slot, vector);
        return Optional.of(vector);
    }

    void forEach(VectorIndex.Visitor visitor) {
        float[] vector = new float[vectors.dimension];
        int end = used;
        for (int slot = 0; slot < end; slot++) {
            if (!dead[slot]) {
                vectors.get(slot, vector);
                if (!visitor.visit(id(slot), vector)) {
                    return;
                }
            }
        }
    }

    /// The same with more slots.
    VectorTable enlarged(int capacity) {
        VectorTable other = new VectorTable(vectors.storage(), vectors.dimension, capacity);
        int end = used;
        other.vectors.copyAll(vectors, end);
        System.arraycopy(ids, 0, other.ids, 0, end);
        System.arraycopy(dead, 0, other.dead, 0, end);
        for (int slot = 0; slot < end; slot++) {
            if (!dead[slot]) {
                other.slots.put(id(slot).code(), slot);
            }
        }
        other.used = end;
        return other;
    }

    /// A table with the living only, in their order.
    VectorTable compacted(int capacity) {
        VectorTable other = new VectorTable(vectors.storage(), vectors.dimension, capacity);
        int end = used;
        for (int slot = 0; slot < end; slot++) {
            if (!dead[slot]) {
                int there = other.used;
                other.vectors.copy(vectors, slot, there);
                other.ids[there] = ids[slot];
                other.publish(there);
            }
        }
        return other;
    }

    /// What heaps have found, best first.
    List<Hit> hits(LongHeap found) {
        Hit[] hits = new Hit[found.size()];
        for (int i = hits.length - 1; i >= 0; i--) {
            long scored = found.take();
            hits[i] = new Hit(id(Scored.slot(scored)), Scored.similarity(scored));
        }
        Arrays.sort(hits, Hit.BEST_FIRST);
        return List.of(hits);
    }

    /// The first `end` slots as they are, dead ones included.
    void write(DataOutput out, int end) throws IOException {
        out.writeInt(end);
        for (int slot = 0; slot < end; slot++) {
            ItemId id = id(slot);
            out.writeByte(id.kind().ordinal() << 1 | (dead[slot] ? 1 : 0));
            out.writeLong(id.number());
        }
        vectors.write(out, end);
    }

    /// What [#write] wrote.
    ///
    /// @throws SnapshotException when this is no table
    static VectorTable read(DataInput in, Storage storage, int dimension, int capacity) throws IOException {
        int count = in.readInt();
        SnapshotException.unless(count >= 0 && count <= capacity, "has %d vectors, at most %d", count, capacity);
        VectorTable table = new VectorTable(storage, dimension, capacity);
        ItemId.Kind[] kinds = ItemId.Kind.values();
        for (int slot = 0; slot < count; slot++) {
            int flags = in.readByte();
            int kind = flags >> 1;
            SnapshotException.unless(kind >= 0 && kind < kinds.length, "has an item of kind %d", kind);
            long number = in.readLong();
            SnapshotException.unless(number > 0, "has an item of number %d", number);
            table.take(slot, new ItemId(kinds[kind], number), (flags & 1) != 0);
        }
        table.vectors.read(in, count);
        table.used = count;
        return table;
    }

    private void take(int slot, ItemId id, boolean isDead) throws SnapshotException {
        ids[slot] = id;
        dead[slot] = isDead;
        SnapshotException.unless(isDead || slots.put(id.code(), slot) == null, "has item %s twice", id);
    }
}
