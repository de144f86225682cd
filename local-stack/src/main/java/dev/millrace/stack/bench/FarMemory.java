package dev.millrace.stack.bench;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/// How long a load from far memory takes on this machine at the moment.
///
/// A list is made of some thousand loads from anywhere in the catalogue, so this decides what it costs; and a virtual
/// machine shares its last cache and the memory's bandwidth with others, so it changes by the hour. Measured by walking
/// through one random cycle over 32 MiB, a cache line a step, each of which waits for the one before: 3 % of a core.
///
/// **Threads:** any.
final class FarMemory implements AutoCloseable {
    private static final int LINES = 1 << 19;
    private static final int LINE = 8;
    private static final int STEPS = 5_000;
    private static final long PAUSE_NANOS = 50_000_000;

    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private final long[] next = cycle(LINES);
    private double nanos;
    private long steps;
    private volatile boolean stopped;
    private volatile int place;

    /// One that walks until it is closed.
    static FarMemory watched() {
        FarMemory memory = new FarMemory();
        Thread.ofPlatform().daemon().name("far-memory").start(memory::watch);
        return memory;
    }

    /// The first number of line i is the line behind it in one cycle over all (Sattolo 1986).
    static long[] cycle(int lines) {
        Random random = new Random(1);
        int[] order = new int[lines];
        for (int i = 1; i < lines; i++) {
            int other = random.nextInt(i);
            order[i] = order[other];
            order[other] = i;
        }
        long[] next = new long[lines * LINE];
        for (int line = 0; line < lines; line++) {
            next[line * LINE] = order[line];
        }
        return next;
    }

    private void watch() {
        while (!stopped) {
            long began = threads.getCurrentThreadCpuTime(); // other threads' turns are no memory's
            int now = place;
            for (int step = 0; step < STEPS; step++) {
                now = (int) next[now * LINE];
            }
            place = now;
            note(threads.getCurrentThreadCpuTime() - began, STEPS);
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    /// So many steps took so long.
    synchronized void note(double took, int made) {
        nanos += took;
        steps += made;
    }

    /// Nanoseconds a load, mean since the last call; NaN when there was none.
    synchronized double loadNanos() {
        double each = nanos / steps;
        nanos = 0;
        steps = 0;
        return each;
    }

    @Override
    public void close() {
        stopped = true;
    }
}
