package dev.millrace.query.vector;

import java.util.Arrays;

/// What one search or one insertion writes on; used again by the next.
final class SearchSpace {
    final LongHeap open = new LongHeap();
    final LongHeap found = new LongHeap();
    final int[] links;
    final int[] chosen;
    final float[] vector;
    final float[] other;
    long[] sorted = new long[64];
    private final int[] seenIn;
    private int round;

    /// @param links that a slot can have
    SearchSpace(int capacity, int links, int dimension) {
        seenIn = new int[capacity];
        this.links = new int[links];
        chosen = new int[links];
        vector = new float[dimension];
        other = new float[dimension];
    }

    void begin() {
        open.clear();
        found.clear();
        if (++round == 0) { // after four billion searches
            Arrays.fill(seenIn, 0);
            round = 1;
        }
    }

    /// Whether the slot is met for the first time.
    boolean isNew(int slot) {
        boolean isNew = seenIn[slot] != round;
        seenIn[slot] = round;
        return isNew;
    }

    /// Moves what was found into [#sorted], best first; returns how many.
    int sort() {
        int count = found.size();
        if (sorted.length < count) {
            sorted = new long[count];
        }
        for (int i = count - 1; i >= 0; i--) {
            sorted[i] = found.take();
        }
        return count;
    }
}
