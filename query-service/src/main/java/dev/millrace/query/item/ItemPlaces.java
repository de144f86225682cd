package dev.millrace.query.item;

import java.util.Arrays;

/// The items of one request, or other numbers, counted from 0 in the order in which they come: an open hash table.
/// **Threads:** one.
public final class ItemPlaces {
    private static final long MIXER = 0x9e3779b97f4a7c15L;

    private long[] codes;
    private int[] table;
    private int shift;
    private int size;

    /// @param expected how many; it grows when there are more
    public ItemPlaces(int expected) {
        codes = new long[Math.max(4, expected)];
        table = new int[0];
        rehash();
    }

    /// The place of a number, the next one when it is new.
    ///
    /// @param code not 0
    public int of(long code) {
        int slot = slot(code);
        if (table[slot] != 0) {
            return table[slot] - 1;
        }
        if (size == codes.length) {
            codes = Arrays.copyOf(codes, 2 * size);
            rehash();
            slot = slot(code);
        }
        codes[size] = code;
        table[slot] = ++size;
        return size - 1;
    }

    /// Whether the number has a place.
    public boolean has(long code) {
        return size != 0 && table[slot(code)] != 0; // what is not wanted, or owned, is mostly nothing
    }

    /// The number of a place.
    public long code(int place) {
        return codes[place];
    }

    /// All numbers in their order.
    public long[] codes() {
        return Arrays.copyOf(codes, size);
    }

    /// How many have a place.
    public int size() {
        return size;
    }

    private int slot(long code) {
        int slot = (int) ((code * MIXER) >>> shift);
        while (table[slot] != 0 && codes[table[slot] - 1] != code) {
            slot = (slot + 1) & (table.length - 1);
        }
        return slot;
    }

    private void rehash() {
        int bits = Integer.SIZE - Integer.numberOfLeadingZeros(2 * codes.length - 1);
        table = new int[1 << bits];
        shift = Long.SIZE - bits;
        for (int place = 0; place < size; place++) {
            table[slot(codes[place])] = place + 1;
        }
    }
}
