package dev.millrace.stack.streams;

import dev.millrace.contract.id.ItemId;
import dev.millrace.contract.proto.ItemStatistics;
import dev.millrace.contract.proto.Progress;
import dev.millrace.contract.store.QueryableStore;
import dev.millrace.query.state.Freshness;
import dev.millrace.query.state.Lookup;
import dev.millrace.query.state.Readings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;
import java.util.random.RandomGenerator;

/// Threads that read item statistics, one after the other, with the client that the query-service has.
public final class StateReaders implements AutoCloseable {
    private static final long NANOS_A_MILLI = 1_000_000;

    private final StateClient client;
    private final int items;
    private final long pauseNanos;
    private final List<Thread> threads = new ArrayList<>();
    private final ConcurrentLinkedQueue<Seen> seen = new ConcurrentLinkedQueue<>();
    private final AtomicLongArray returnedAtNanos;
    private volatile boolean closing;

    /// One read.
    ///
    /// @param item its number
    /// @param atNanos when the answer was there
    /// @param tookMs how long it took
    /// @param orders counted orders; -1 when nobody answered
    /// @param standby whether a copy answered
    /// @param completeUntilUs all changes before this time are in the answer; empty when nobody knows
    public record Seen(
            long item, long atNanos, double tookMs, long orders, boolean standby, OptionalLong completeUntilUs) {}

    /// @param items the items `ds:1` to `ds:<items>` are read
    /// @param pause of each thread between two reads
    public StateReaders(List<String> seeds, int items, int readers, Duration pause) {
        this.items = items;
        this.pauseNanos = pause.toNanos();
        this.client = new StateClient(seeds);
        this.returnedAtNanos = new AtomicLongArray(readers);
        for (int reader = 0; reader < readers; reader++) {
            returnedAtNanos.set(reader, System.nanoTime());
            int number = reader;
            threads.add(Thread.ofPlatform().daemon().name("reader-" + reader).start(() -> run(number)));
        }
    }

    /// What was read since the last call.
    public List<Seen> take() {
        List<Seen> taken = new ArrayList<>();
        for (Seen one = seen.poll(); one != null; one = seen.poll()) {
            taken.add(one);
        }
        return taken;
    }

    /// One read in this thread.
    public Seen read(long item) {
        Lookup<ItemStatistics> lookup = Lookup.of(QueryableStore.STATISTICS, ItemId.dataset(item));
        List<Lookup<Progress>> progress = Freshness.of(lookup);
        List<Lookup<?>> batch = new ArrayList<>(progress);
        batch.add(lookup);
        long began = System.nanoTime();
        Readings readings = client.read(batch);
        long ended = System.nanoTime();
        boolean away = readings.of(lookup).away();
        return new Seen(
                item,
                ended,
                (ended - began) / (double) NANOS_A_MILLI,
                away
                        ? -1
                        : readings.of(lookup)
                                .value()
                                .map(statistics -> statistics.getEver().getOrders())
                                .orElse(0L),
                readings.fromStandby(),
                Freshness.completeUntilUs(readings, progress));
    }

    /// How long the reader that has waited longest has waited, in milliseconds: a deadlock shows here.
    public long longestSilenceMs() {
        long longest = 0;
        for (int reader = 0; reader < returnedAtNanos.length(); reader++) {
            longest = Math.max(longest, System.nanoTime() - returnedAtNanos.get(reader));
        }
        return longest / NANOS_A_MILLI;
    }

    private void run(int reader) {
        RandomGenerator random = RandomGenerator.of("L64X128MixRandom");
        LongConsumer note = now -> returnedAtNanos.set(reader, now);
        while (!closing) {
            Seen one = read(1 + random.nextInt(items));
            note.accept(one.atNanos());
            seen.add(one);
            LockSupport.parkNanos(pauseNanos);
        }
    }

    @Override
    public void close() throws InterruptedException {
        closing = true;
        for (Thread thread : threads) {
            thread.join(StateClient.OVERALL.multipliedBy(2));
        }
        client.close();
    }
}
