package dev.millrace.stack.bench;

import java.util.Arrays;
import java.util.List;

/// Percentiles by the nearest-rank rule: the smallest measured value that at least p per cent of the values do not
/// exceed.
public final class Percentiles {
    private final double[] sorted;

    /// @param values not empty
    public Percentiles(List<Double> values) {
        if (values.isEmpty()) {
            throw new IllegalArgumentException("percentiles of nothing");
        }
        sorted = values.stream().mapToDouble(Double::doubleValue).toArray();
        Arrays.sort(sorted);
    }

    /// The value at a percentile.
    ///
    /// @param percent above 0, up to 100
    public double at(double percent) {
        if (!(percent > 0 && percent <= 100)) {
            throw new IllegalArgumentException("percent must be above 0 and at most 100, got " + percent);
        }
        return sorted[(int) Math.ceil(percent / 100 * sorted.length) - 1];
    }

    public int count() {
        return sorted.length;
    }
}
