package dev.millrace.query.merge;

import java.util.Arrays;

/// Puts places in the order of their scores by sorting numbers: score and place in one long. Pure.
public final class BestFirst {

    private BestFirst() {}

    /// Compares two places whose scores are equal.
    @FunctionalInterface
    public interface Ties {
        /// Below 0 when `left` comes first.
        int compare(int left, int right);
    }

    /// The places 0 to `count` - 1, the highest score first.
    ///
    /// @param scores not negative, not NaN; those behind `count` are not looked at
    public static int[] order(float[] scores, int count, Ties ties) {
        long[] keys = new long[count];
        for (int place = 0; place < count; place++) {
            // The bits of floats that are not negative are in the order of the floats; adding 0 makes 0 of -0.
            keys[place] = ((long) ~Float.floatToRawIntBits(scores[place] + 0f) << Integer.SIZE) | place;
        }
        Arrays.sort(keys);
        int[] order = new int[count];
        for (int place = 0; place < count; place++) {
            order[place] = (int) keys[place];
        }
        for (int from = 0; from < count; ) {
            int to = from + 1;
            while (to < count && scores[order[to]] == scores[order[from]]) {
                to++;
            }
            sortTies(order, from, to, ties);
            from = to;
        }
        return order;
    }

    private static void sortTies(int[] order, int from, int to, Ties ties) {
        if (to - from < 2) {
            return;
        }
        int[] sorted = Arrays.stream(order, from, to)
                .boxed()
                .sorted((left, right) -> ties.compare(left, right))
                .mapToInt(Integer::intValue)
                .toArray();
        System.arraycopy(sorted, 0, order, from, sorted.length);
    }
}
