package dev.millrace.query.session;

import java.util.Arrays;

/// Sums by item number: an open hash table. One thread.
final class ItemSums {
    private static final int FIRST_CAPACITY = 1_024;
    private static final int NONE = -1;
    private static final int MIX = 0x9E3779B9;

    private int[] items;
    private long[] sums;
    private int size;

    ItemSums() {
        items = new int[FIRST_CAPACITY];
        Arrays.fill(items, NONE);
        sums = new long[FIRST_CAPACITY];
    }

    void add(int item, long weight) {
        int place = place(item);
        if (items[place] == NONE) {
            if (2 * (size + 1) > items.length) {
                grow();
                place = place(item);
            }
            items[place] = item;
            size++;
        }
        sums[place] += weight;
    }

    int size() {
        return size;
    }

    /// Takes the items and their sums out.
    interface Visitor {
        void visit(int item, long sum);
    }

    void forEach(Visitor visitor) {
        for (int place = 0; place < items.length; place++) {
            if (items[place] != NONE) {
                visitor.visit(items[place], sums[place]);
            }
        }
    }

    private void grow() {
        int[] oldItems = items;
        long[] oldSums = sums;
        items = new int[2 * oldItems.length];
        Arrays.fill(items, NONE);
        sums = new long[items.length];
        for (int i = 0; i < oldItems.length; i++) {
            if (oldItems[i] != NONE) {
                int place = place(oldItems[i]);
                items[place] = oldItems[i];
                sums[place] = oldSums[i];
            }
        }
    }

    private int place(int item) {
        int mixed = item * MIX;
        int place = (mixed ^ (mixed >>> 16)) & (items.length - 1);
        while (items[place] != NONE && items[place] != item) {
            place = (place + 1) & (items.length - 1);
        }
        return place;
    }
}
