package dev.millrace.stack.streams;

import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;

/// A thread that orders, item after item, at a steady rate, and says that it did.
public final class SteadyOrders implements AutoCloseable {
    private static final long BEAT_NANOS = Duration.ofMillis(200).toNanos();
    private static final long SECOND_NANOS = Duration.ofSeconds(1).toNanos();

    private final RawFeed feed;
    private final AtomicLongArray ordered;
    private final Thread thread;
    private final long pauseNanos;
    private final Map<Long, Queue<Long>> committedMs = new ConcurrentHashMap<>();
    private volatile boolean closing;
    private long id;

    /// @param items items 1 to `items` in turn
    /// @param rate orders a second
    public SteadyOrders(String brokers, int items, int rate) {
        feed = new RawFeed(brokers);
        ordered = new AtomicLongArray(items + 1);
        pauseNanos = SECOND_NANOS / rate;
        thread = Thread.ofPlatform().daemon().name("orders").start(this::run);
    }

    /// How many orders of an item have been sent, those under way included.
    public long of(long item) {
        return ordered.get((int) item);
    }

    /// How many orders of an item were committed before a time: a state that is complete until then has them.
    public long before(long item, long timeUs) {
        long timeMs = TimeUnit.MICROSECONDS.toMillis(timeUs);
        return committedMs.getOrDefault(item, new ConcurrentLinkedQueue<>()).stream()
                .filter(committed -> committed < timeMs)
                .count();
    }

    private void run() {
        int items = ordered.length() - 1;
        long next = System.nanoTime();
        long beat = next;
        while (!closing) {
            id++;
            int item = (int) (id % items) + 1;
            ordered.incrementAndGet(item);
            feed.order(id, item, 1 + id % 997, null, 1);
            committedMs
                    .computeIfAbsent((long) item, _ -> new ConcurrentLinkedQueue<>())
                    .add(System.currentTimeMillis()); // or a moment before
            next += pauseNanos;
            if (System.nanoTime() - beat > BEAT_NANOS) {
                feed.flush(); // a beat vouches for what is written
                feed.beat();
                beat = System.nanoTime();
            }
            LockSupport.parkNanos(next - System.nanoTime());
        }
    }

    /// Stops; returns when everything has been written. Idempotent.
    @Override
    public void close() throws InterruptedException {
        if (closing) {
            return;
        }
        closing = true;
        thread.join();
        feed.flush();
        feed.beat();
        feed.close();
    }
}
