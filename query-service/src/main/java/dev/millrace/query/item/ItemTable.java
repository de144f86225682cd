package dev.millrace.query.item;

import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/// Something about each item, by [dev.millrace.contract.id.ItemId#code]: an open hash table. A look-up reads two places
/// of memory where a `ConcurrentHashMap` reads four, and lists ask for thousands.
///
/// **Threads:** any. Writers wait for each other; readers never wait and see what was put before they asked.
public final class ItemTable<V> {
    private static final int FIRST_CAPACITY = 64;
    private static final long MIXER = 0x9e3779b97f4a7c15L;

    private volatile Slots<V> slots = new Slots<>(FIRST_CAPACITY);
    private int taken;
    private volatile int size;

    /// A key that has lost its value keeps its place until the table is made anew.
    private static final class Slots<V> {
        private final AtomicLongArray keys;
        private final AtomicReferenceArray<@Nullable V> values;
        private final int mask;
        private final int shift;

        /// @param capacity power of two
        Slots(int capacity) {
            keys = new AtomicLongArray(capacity);
            values = new AtomicReferenceArray<>(capacity);
            mask = capacity - 1;
            shift = Long.SIZE - Integer.numberOfTrailingZeros(capacity);
        }

        /// Where the key is, or the free place where it would be: there always is one.
        int place(long code) {
            int place = (int) ((code * MIXER) >>> shift);
            for (long key = keys.getAcquire(place); key != code && key != 0; key = keys.getAcquire(place)) {
                place = (place + 1) & mask;
            }
            return place;
        }

        boolean isTaken(int place) {
            return keys.getPlain(place) != 0;
        }

        /// The value is there before the key is.
        void set(int place, long code, V value) {
            values.setRelease(place, value);
            keys.setRelease(place, code);
        }
    }

    /// The value of an item; null when there is none.
    ///
    /// @param code not 0
    public @Nullable V get(long code) {
        Slots<V> now = slots;
        int place = now.place(code);
        return now.keys.getAcquire(place) == code ? now.values.getAcquire(place) : null;
    }

    /// Whether there is a value.
    public boolean has(long code) {
        return get(code) != null;
    }

    /// Puts a value, in the place of another if there is one.
    ///
    /// @return the other
    public synchronized @Nullable V put(long code, V value) {
        int place = slots.place(code);
        @Nullable V before = slots.isTaken(place) ? slots.values.getPlain(place) : null;
        if (before == null) {
            if (!slots.isTaken(place)) {
                place = makeRoom(place, code);
                taken++;
            }
            size++;
        }
        slots.set(place, code, value);
        return before;
    }

    /// Takes a value away.
    ///
    /// @return it
    public synchronized @Nullable V remove(long code) {
        int place = slots.place(code);
        if (!slots.isTaken(place)) {
            return null;
        }
        @Nullable V before = slots.values.getPlain(place);
        if (before != null) {
            slots.values.setRelease(place, null);
            size--;
        }
        return before;
    }

    /// Takes all values away.
    public synchronized void clear() {
        slots = new Slots<>(FIRST_CAPACITY);
        taken = 0;
        size = 0;
    }

    /// How many values there are.
    public int size() {
        return size;
    }

    /// Half of all places stay free; a new table has room for half as many again.
    private int makeRoom(int place, long code) {
        if (2 * (taken + 1) <= slots.mask) {
            return place;
        }
        int capacity = Math.max(FIRST_CAPACITY, 4 * Integer.highestOneBit(size + 1 + size / 2));
        Slots<V> before = slots;
        Slots<V> larger = new Slots<>(capacity);
        for (int old = 0; old <= before.mask; old++) {
            @Nullable V value = before.values.getPlain(old);
            if (value != null) {
                long key = before.keys.getPlain(old);
                larger.set(larger.place(key), key, value);
            }
        }
        taken = size;
        slots = larger;
        return larger.place(code);
    }
}
