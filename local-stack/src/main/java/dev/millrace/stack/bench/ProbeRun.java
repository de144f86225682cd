package dev.millrace.stack.bench;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// Makes one probe at a time and finds the four moments of its way.
final class ProbeRun implements AutoCloseable {
    private final KeepAlive api;
    private final KeepAlive state;
    private final RawTopicWatch raw;
    private final ExecutorService threads = Executors.newFixedThreadPool(
            2, Thread.ofPlatform().daemon().name("watch-", 0).factory());

    ProbeRun(KeepAlive api, KeepAlive state, RawTopicWatch raw) {
        this.api = api;
        this.state = state;
        this.raw = raw;
    }

    /// Adds the probe's times to `stages`.
    ///
    /// @param bound how long to wait at most
    /// @throws BenchException when the change is not seen in time everywhere: then there is no honest figure
    void run(Probe probe, Duration bound, Stages stages) throws SQLException, InterruptedException {
        begin(probe);
        Probe.StoreKey key = probe.storeKey();
        Watcher store = Watcher.start(threads, () -> probe.isStored(state.stored(key)));
        Watcher answer = Watcher.start(threads, () -> probe.isShown(api.json(probe.path())));
        try {
            store.awaitNegative(bound);
            answer.awaitNegative(bound);
            raw.expect(probe.change());
            probe.commit();
            long committed = System.nanoTime();
            store.changed();
            answer.changed();
            long received = raw.receivedNs(bound).orElseThrow(() -> missed(probe, "readable in its raw topic", bound));
            long stored = store.turnedNs(bound).orElseThrow(() -> missed(probe, "in its store", bound));
            long shown = answer.turnedNs(bound).orElseThrow(() -> missed(probe, "in the answer", bound));
            stages.add(committed, received, stored, shown);
        } finally {
            store.giveUp();
            answer.giveUp();
        }
    }

    private void begin(Probe probe) throws InterruptedException {
        try {
            ByteString stored = state.stored(probe.storeKey());
            probe.before(api.json(probe.path()), stored);
        } catch (IOException e) {
            throw new BenchException("the stack does not answer: " + e.getMessage(), e);
        }
    }

    private static BenchException missed(Probe probe, String where, Duration bound) {
        return new BenchException("a probe (%s, asked at %s) was not %s within %d s after its commit: no figure"
                .formatted(probe.kind().title(), probe.path(), where, bound.toSeconds()));
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
