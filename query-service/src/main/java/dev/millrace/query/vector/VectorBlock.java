package dev.millrace.query.vector;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/// Vectors side by side in one array, by slot.
///
/// **Threads:** one writer; a slot may be read by others once they have seen something that was published after it was
/// set. A slot is set once.
abstract sealed class VectorBlock permits FloatBlock, ByteBlock {
    final int dimension;
    final int capacity;

    VectorBlock(int dimension, int capacity) {
        if (dimension < 1 || capacity < 0 || capacity > maxCapacity(dimension)) {
            throw new IllegalArgumentException("no block of %d vectors of %d".formatted(capacity, dimension));
        }
        this.dimension = dimension;
        this.capacity = capacity;
    }

    static VectorBlock of(Storage storage, int dimension, int capacity) {
        return switch (storage) {
            case FLOAT -> new FloatBlock(dimension, capacity);
            case INT8 -> new ByteBlock(dimension, capacity);
        };
    }

    /// An array has no more components than that.
    static int maxCapacity(int dimension) {
        return (Integer.MAX_VALUE - Long.SIZE) / dimension;
    }

    abstract Storage storage();

    abstract void set(int slot, float[] vector);

    /// Takes over a vector of a block of the same kind, as it is.
    abstract void copy(VectorBlock from, int fromSlot, int slot);

    /// Takes over the first `count` vectors of a block of the same kind.
    abstract void copyAll(VectorBlock from, int count);

    /// The vector as it is kept, into `vector`.
    abstract void get(int slot, float[] vector);

    abstract float dot(float[] query, int slot);

    /// Whether `vector` would be kept as the one in the slot is.
    abstract boolean holds(int slot, float[] vector);

    /// The first `count` vectors.
    abstract void write(DataOutput out, int count) throws IOException;

    abstract void read(DataInput in, int count) throws IOException;
}
