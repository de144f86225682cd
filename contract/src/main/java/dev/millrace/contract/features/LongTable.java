package dev.millrace.contract.features;

import java.util.Map;

/// Long → double by open addressing, made once and then only read. 0 is no key.
final class LongTable {
    private static final long MIXER = 0x9e3779b97f4a7c15L;
    private static final int SPARSE = 2;

    private final long[] keys;
    private final double[] values;
    private final int shift;

    /// @param entries none with key 0
    LongTable(Map<Long, Double> entries) {
        int bits = 1 + Integer.SIZE - Integer.numberOfLeadingZeros(SPARSE * entries.size());
        shift = Long.SIZE - bits;
        keys = new long[1 << bits];
        values = new double[keys.length];
        entries.forEach((key, value) -> {
            int place = place(key);
            keys[place] = key;
            values[place] = value;
        });
    }

    /// The value of `key`, 0 when there is none.
    double get(long key) {
        return values[place(key)];
    }

    /// Where the key is, or the empty place where it would be. At least half of all places are empty.
    private int place(long key) {
        int place = (int) ((key * MIXER) >>> shift);
        while (keys[place] != 0 && keys[place] != key) {
            place = (place + 1) & (keys.length - 1);
        }
        return place;
    }
}
