package dev.millrace.streams.session;

import java.util.Arrays;

/// Visits with times, the oldest first, ties by visit: a binary heap of 16 bytes an entry. One thread.
final class OldestFirst {
    private static final int FIRST_CAPACITY = 64;

    private long[] times = new long[FIRST_CAPACITY];
    private long[] visits = new long[FIRST_CAPACITY];
    private int size;

    int size() {
        return size;
    }

    /// Time of the oldest; only while there is one.
    long timeMs() {
        return times[0];
    }

    /// The oldest; only while there is one.
    long visit() {
        return visits[0];
    }

    void add(long timeMs, long visit) {
        if (size == times.length) {
            times = Arrays.copyOf(times, 2 * size);
            visits = Arrays.copyOf(visits, 2 * size);
        }
        int place = size++;
        while (place > 0 && isBefore(timeMs, visit, (place - 1) / 2)) {
            move((place - 1) / 2, place);
            place = (place - 1) / 2;
        }
        set(place, timeMs, visit);
    }

    void removeOldest() {
        long timeMs = times[--size];
        long visit = visits[size];
        int place = 0;
        for (int child = 1; child < size; child = 2 * place + 1) {
            if (child + 1 < size && isBefore(times[child + 1], visits[child + 1], child)) {
                child++;
            }
            if (!isBefore(times[child], visits[child], timeMs, visit)) {
                break;
            }
            move(child, place);
            place = child;
        }
        set(place, timeMs, visit);
    }

    void clear() {
        size = 0;
    }

    private boolean isBefore(long timeMs, long visit, int place) {
        return isBefore(timeMs, visit, times[place], visits[place]);
    }

    private static boolean isBefore(long timeMs, long visit, long otherMs, long other) {
        return timeMs != otherMs ? timeMs < otherMs : visit < other;
    }

    private void move(int from, int to) {
        set(to, times[from], visits[from]);
    }

    private void set(int place, long timeMs, long visit) {
        times[place] = timeMs;
        visits[place] = visit;
    }
}
