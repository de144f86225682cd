package dev.millrace.query.state;

import java.util.concurrent.atomic.AtomicInteger;

/// How many second requests may be made: one for each ten first ones, and a reserve for the moment a host
/// dies. Where all are slow, asking more would make them slower. Thread-safe.
final class HedgeBudget {
    private static final int COST = 10;
    private static final int RESERVE = 200 * COST;

    private final AtomicInteger left = new AtomicInteger(RESERVE);

    /// A first request was made.
    void earn() {
        left.getAndUpdate(before -> Math.min(RESERVE, before + 1));
    }

    /// Whether a second one may be made; it is counted.
    boolean spend() {
        return left.getAndUpdate(before -> before >= COST ? before - COST : before) >= COST;
    }
}
