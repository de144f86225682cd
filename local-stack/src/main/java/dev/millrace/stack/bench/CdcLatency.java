package dev.millrace.stack.bench;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Commits single-row changes at a steady rate, each with a price of its own, and times when each is seen.
final class CdcLatency {
    private static final int WRITERS = 4;
    private static final int FIRST_PRICE_CENTS = 100_000_000;
    private static final Pattern PRICE = Pattern.compile("\"after\":\\{[^}]*\"price\":\"(\\d+)\\.(\\d\\d)\"");
    private static final long NANOS_A_SECOND = 1_000_000_000L;
    private static final double NANOS_A_MILLI = 1e6;

    private final CdcOrders orders;
    private final int rate;
    private final int warmUp;
    private final int measured;
    private final AtomicLongArray committed;
    private final AtomicLongArray seen;

    /// @param rate changes a second
    /// @param warmUpSeconds whose changes are not counted
    CdcLatency(CdcOrders orders, int rate, int warmUpSeconds, int seconds) {
        this.orders = orders;
        this.rate = rate;
        this.warmUp = rate * warmUpSeconds;
        this.measured = rate * seconds;
        this.committed = new AtomicLongArray(warmUp + measured);
        this.seen = new AtomicLongArray(warmUp + measured);
    }

    int changes() {
        return warmUp + measured;
    }

    /// Given every value that the reader sees.
    void see(String value, long nanos) {
        Matcher price = PRICE.matcher(value);
        if (price.find()) {
            long index = 100 * Long.parseLong(price.group(1)) + Long.parseLong(price.group(2)) - FIRST_PRICE_CENTS;
            if (index >= 0 && index < seen.length()) {
                seen.compareAndSet((int) index, 0, nanos);
            }
        }
    }

    /// Commits all changes on schedule; `afterWarmUp` runs when the counted ones begin.
    void run(Runnable afterWarmUp) throws InterruptedException {
        long begin = System.nanoTime();
        try (ExecutorService writers = Executors.newFixedThreadPool(WRITERS)) {
            List<Future<?>> all = new ArrayList<>();
            for (int writer = 0; writer < WRITERS; writer++) {
                int first = writer;
                all.add(writers.submit(() -> {
                    write(first, begin);
                    return null;
                }));
            }
            awaitTurn(warmUp, begin);
            afterWarmUp.run();
            for (Future<?> writer : all) {
                writer.get();
            }
        } catch (ExecutionException e) {
            throw new BenchException("a writer failed: " + e.getCause(), e);
        }
    }

    private void write(int first, long begin) throws SQLException {
        try (Connection connection = orders.connect();
                PreparedStatement update = connection.prepareStatement("UPDATE order_tab SET price = ? WHERE id = ?")) {
            for (int i = first; i < changes(); i += WRITERS) {
                awaitTurn(i, begin);
                update.setBigDecimal(1, BigDecimal.valueOf(FIRST_PRICE_CENTS + (long) i, 2));
                update.setInt(2, 2 * (i % 10_000) + 1);
                if (update.executeUpdate() != 1) {
                    throw new BenchException("row " + (2 * (i % 10_000) + 1) + " of order_tab is gone");
                }
                committed.set(i, System.nanoTime());
            }
        }
    }

    private void awaitTurn(int index, long begin) {
        long due = begin + index * NANOS_A_SECOND / rate;
        for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    /// Milliseconds from "commit returned" to "seen" of the counted changes. A change seen before its commit has
    /// returned counts as zero.
    ///
    /// @throws BenchException when one was never seen, or when the writers fell behind the rate
    Percentiles milliseconds() {
        List<Double> all = new ArrayList<>(measured);
        for (int i = warmUp; i < changes(); i++) {
            if (seen.get(i) == 0) {
                throw new BenchException("change %d of %d never arrived".formatted(i, changes()));
            }
            all.add(Math.max(0, seen.get(i) - committed.get(i)) / NANOS_A_MILLI);
        }
        double seconds = (committed.get(changes() - 1) - committed.get(warmUp)) / (double) NANOS_A_SECOND;
        if (measured / seconds < 0.95 * rate) {
            throw new BenchException(
                    "the writers made %.0f changes/s instead of %d".formatted(measured / seconds, rate));
        }
        return new Percentiles(all);
    }
}
