package dev.millrace.query.vector;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/// Vectors as they are: `float[capacity][dimension]`, row by row.
final class FloatBlock extends VectorBlock {
    private static final DotProduct DOT = DotProduct.best();

    private final float[] values;

    FloatBlock(int dimension, int capacity) {
        super(dimension, capacity);
        values = new float[dimension * capacity];
    }

    @Override
    Storage storage() {
        return Storage.FLOAT;
    }

    @Override
    void set(int slot, float[] vector) {
        System.arraycopy(vector, 0, values, slot * dimension, dimension);
    }

    @Override
    void copy(VectorBlock from, int fromSlot, int slot) {
        System.arraycopy(((FloatBlock) from).values, fromSlot * dimension, values, slot * dimension, dimension);
    }

    @Override
    void copyAll(VectorBlock from, int count) {
        System.arraycopy(((FloatBlock) from).values, 0, values, 0, count * dimension);
    }

    @Override
    void get(int slot, float[] vector) {
        System.arraycopy(values, slot * dimension, vector, 0, dimension);
    }

    @Override
    float dot(float[] query, int slot) {
        return DOT.of(query, values, slot * dimension);
    }

    @Override
    boolean holds(int slot, float[] vector) {
        int from = slot * dimension;
        return Arrays.equals(values, from, from + dimension, vector, 0, dimension);
    }

    @Override
    void write(DataOutput out, int count) throws IOException {
        Bulk.write(out, values, count * dimension);
    }

    @Override
    void read(DataInput in, int count) throws IOException {
        Bulk.read(in, values, count * dimension);
    }
}
