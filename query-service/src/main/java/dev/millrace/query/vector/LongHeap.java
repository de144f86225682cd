package dev.millrace.query.vector;

import java.util.Arrays;

/// A binary heap of longs, the smallest on top; grows as needed and is used again and again.
public final class LongHeap {
    private long[] values = new long[64];
    private int size;

    public int size() {
        return size;
    }

    public boolean isEmpty() {
        return size == 0;
    }

    public void clear() {
        size = 0;
    }

    public long top() {
        return values[0];
    }

    public void add(long value) {
        if (size == values.length) {
            values = Arrays.copyOf(values, 2 * size);
        }
        int place = size++;
        while (place > 0) {
            int parent = (place - 1) >>> 1;
            if (values[parent] <= value) {
                break;
            }
            values[place] = values[parent];
            place = parent;
        }
        values[place] = value;
    }

    public long take() {
        long top = values[0];
        long last = values[--size];
        if (size > 0) {
            sink(last);
        }
        return top;
    }

    /// The same as [#take] and [#add], in one way down.
    public void replaceTop(long value) {
        sink(value);
    }

    private void sink(long value) {
        int place = 0;
        int half = size >>> 1;
        while (place < half) {
            int child = 2 * place + 1;
            if (child + 1 < size && values[child + 1] < values[child]) {
                child++;
            }
            if (value <= values[child]) {
                break;
            }
            values[place] = values[child];
            place = child;
        }
        values[place] = value;
    }
}
