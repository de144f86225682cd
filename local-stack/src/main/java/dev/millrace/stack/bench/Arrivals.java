package dev.millrace.stack.bench;

import java.util.random.RandomGenerator;

/// When the questions of an open load are due: independent of each other and of the answers, as people are.
final class Arrivals {
    private static final double NANOS_A_SECOND = 1e9;

    private Arrivals() {}

    /// Nanoseconds from the start, ascending: `rate * seconds` of them, exponential pauses between.
    static long[] of(int rate, int seconds, RandomGenerator random) {
        long[] due = new long[rate * seconds];
        double at = 0;
        for (int i = 0; i < due.length; i++) {
            at -= Math.log1p(-random.nextDouble()) / rate * NANOS_A_SECOND;
            due[i] = (long) at;
        }
        return due;
    }
}
