package dev.millrace.contract.features;

/// Long → double by open addressing, filled once and then only read. 0 is no key.
final class LongTable {
    private static final long MIXER = 0x9e3779b97f4a7c15L;

    private final long[] keys;
    private final double[] values;
    private final int shift;

    /// @param most keys that will be put
    LongTable(int most) {
        int bits = 1 + Integer.SIZE - Integer.numberOfLeadingZeros(2 * most);
        shift = Long.SIZE - bits;
        keys = new long[1 << bits];
        values = new double[keys.length];
    }

    /// Adds to the value of a key.
    ///
    /// @param key not 0
    void add(long key, double value) {
        int place = place(key);
        keys[place] = key;
        values[place] += value;
    }

    /// The value of a key is this or a higher one that it has.
    ///
    /// @param key not 0
    /// @param value not negative
    void raise(long key, double value) {
        int place = place(key);
        keys[place] = key;
        values[place] = Math.max(values[place], value);
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
