package dev.millrace.cdc.publish;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;

/// Raw keys with the offset of one record of each, for one partition.
///
/// A key that is one whole number (`{"id":17}`) takes 16 bytes in an open table that is at most half full, so 1,000,000
/// keys need 32 to 64 MiB; any other key is kept as it is. One thread.
final class KeyOffsets {
    private static final int SMALLEST = 1 << 10;
    private static final int LONGEST_NUMBER = 18;
    private static final long FREE = -1;
    private static final long REMOVED = -2;

    private long[] keys = new long[SMALLEST];
    private long[] offsets = filled(SMALLEST);
    private int taken; // removed ones too
    private int alive;
    private final Map<ByteBuffer, Long> others = new HashMap<>();

    /// Replaces what was known of the key.
    void put(byte[] key, long offset) {
        long number = number(key);
        if (number < 0) {
            others.put(ByteBuffer.wrap(key), offset);
            return;
        }
        int slot = slot(number);
        if (offsets[slot] < 0) {
            alive++;
            taken += offsets[slot] == FREE ? 1 : 0;
        }
        keys[slot] = number;
        offsets[slot] = offset;
        if (taken > keys.length / 2) {
            rebuild();
        }
    }

    void remove(byte[] key) {
        long number = number(key);
        if (number < 0) {
            others.remove(ByteBuffer.wrap(key));
            return;
        }
        int slot = slot(number);
        if (offsets[slot] >= 0) {
            offsets[slot] = REMOVED;
            alive--;
        }
    }

    /// Empty for a key that is not in it.
    OptionalLong get(byte[] key) {
        long number = number(key);
        if (number < 0) {
            Long offset = others.get(ByteBuffer.wrap(key));
            return offset == null ? OptionalLong.empty() : OptionalLong.of(offset);
        }
        long offset = offsets[slot(number)];
        return offset < 0 ? OptionalLong.empty() : OptionalLong.of(offset);
    }

    int size() {
        return alive + others.size();
    }

    boolean isEmpty() {
        return size() == 0;
    }

    /// The slot of the number, or the one where it belongs.
    private int slot(long number) {
        int mask = keys.length - 1;
        int slot = (int) (number * 0x9E3779B97F4A7C15L >>> 32) & mask;
        while (offsets[slot] != FREE && keys[slot] != number) {
            slot = slot + 1 & mask;
        }
        return slot;
    }

    /// Gives back the room of removed keys.
    void trim() {
        rebuild();
    }

    private void rebuild() {
        long[] oldKeys = keys;
        long[] oldOffsets = offsets;
        int size = Math.max(SMALLEST, Integer.highestOneBit(Math.max(1, alive)) << 2);
        keys = new long[size];
        offsets = filled(size);
        taken = alive;
        for (int i = 0; i < oldKeys.length; i++) {
            if (oldOffsets[i] >= 0) {
                int slot = slot(oldKeys[i]);
                keys[slot] = oldKeys[i];
                offsets[slot] = oldOffsets[i];
            }
        }
    }

    /// A fresh table; a key of 0 is told from a free slot by its offset.
    private static long[] filled(int size) {
        long[] offsets = new long[size];
        Arrays.fill(offsets, FREE);
        return offsets;
    }

    /// The number of a key `{"name":number}`, or -1 when it has another form. All keys of a topic have the same name.
    private static long number(byte[] key) {
        int last = key.length - 2;
        int first = last;
        while (first >= 0 && key[first] >= '0' && key[first] <= '9') {
            first--;
        }
        int digits = last - first;
        boolean single = digits > 0
                && digits <= LONGEST_NUMBER
                && first > 0
                && key[first] == ':'
                && key[first - 1] == '"'
                && key[key.length - 1] == '}'
                && isSingle(key, first);
        if (!single) {
            return -1;
        }
        long number = 0;
        for (int i = first + 1; i <= last; i++) {
            number = 10 * number + key[i] - '0';
        }
        return number;
    }

    /// Whether there is one member only.
    private static boolean isSingle(byte[] key, int colon) {
        for (int i = 0; i < colon; i++) {
            if (key[i] == ',') {
                return false;
            }
        }
        return true;
    }
}
