package dev.millrace.stack.simulator;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/// Draws ranks 0..n-1, rank r with a chance proportional to 1/(r+1): few items get most of the traffic.
public final class Zipf {
    private double[] cumulative = new double[0];
    private int size;

    /// A rank below `n`. `n` may grow from call to call.
    public int draw(RandomGenerator random, int n) {
        growTo(n);
        double point = random.nextDouble() * cumulative[n - 1];
        int found = Arrays.binarySearch(cumulative, 0, n, point);
        return Math.min(n - 1, found >= 0 ? found + 1 : -found - 1);
    }

    private void growTo(int n) {
        if (cumulative.length < n) {
            cumulative = Arrays.copyOf(cumulative, Math.max(n, cumulative.length * 2));
        }
        for (; size < n; size++) {
            cumulative[size] = (size == 0 ? 0 : cumulative[size - 1]) + 1.0 / (size + 1);
        }
    }
}
