package dev.millrace.stack.simulator;

import java.util.concurrent.TimeUnit;

/// Open-loop pacing: row changes are due at fixed times, whatever the databases do. When they stand still for longer
/// than the pace may catch up, the missing changes are given up.
final class Pace {
    private static final long CATCH_UP_NS = TimeUnit.SECONDS.toNanos(2);

    private final double nanosPerRow;
    private double dueNs;

    /// @param rate row changes a second, positive
    Pace(double rate, long nowNs) {
        this.nanosPerRow = TimeUnit.SECONDS.toNanos(1) / rate;
        this.dueNs = nowNs;
    }

    /// Plans `rows` more row changes and gives the nanoseconds to wait before making them; 0 when they are due.
    long next(int rows, long nowNs) {
        if (nowNs - dueNs > CATCH_UP_NS) {
            dueNs = nowNs - CATCH_UP_NS;
        }
        long waitNs = Math.max(0, (long) (dueNs - nowNs));
        dueNs += rows * nanosPerRow;
        return waitNs;
    }
}
