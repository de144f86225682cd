package dev.millrace.contract.features;

/// Numbers that a row may hold.
final class Numbers {

    private Numbers() {}

    /// `value` as a float, or `missing` when it is not a number or too large for one.
    static float finite(double value, float missing) {
        float narrow = (float) value;
        return Float.isFinite(narrow) ? narrow : missing;
    }

    /// ln(1 + value), 0 below 0: counts are differences and may for a moment be negative.
    static float log(double value) {
        return finite(Math.log1p(Math.max(0, value)), 0);
    }

    /// The same of a count.
    static float log(long count) {
        return log((double) count);
    }
}
