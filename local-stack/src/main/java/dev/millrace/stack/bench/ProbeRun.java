package dev.millrace.stack.bench;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeoutException;

/// Makes one probe at a time and finds the four moments of its way.
final class ProbeRun implements AutoCloseable {
    private static final Duration BOUND = Duration.ofSeconds(10);

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
    /// @throws BenchException when the change is not seen in time everywhere: then there is no honest figure
    void run(Probe probe, Stages stages) throws SQLException, InterruptedException {
        begin(probe);
        Probe.StoreKey key = probe.storeKey();
        Watcher store = Watcher.start(threads, () -> probe.isStored(state.stored(key)));
        Watcher answer = Watcher.start(threads, () -> probe.isShown(api.json(probe.path())));
        try {
            store.awaitNegative(BOUND);
            answer.awaitNegative(BOUND);
            raw.expect(probe.change());
            probe.commit();
            long committed = System.nanoTime();
            long shown = answer.turnedNs(BOUND);
            long stored = store.turnedNs(BOUND);
            long received = raw.receivedNs(BOUND).orElseThrow(() -> missed(probe, "not in its raw topic", null));
            stages.add(committed, received, stored, shown);
        } catch (TimeoutException e) {
            throw missed(probe, "not visible", e);
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

    private static BenchException missed(Probe probe, String what, @org.jspecify.annotations.Nullable Exception cause) {
        String message = "a probe (%s, asked at %s) was %s within %s after its commit: no figure"
                .formatted(probe.kind().title(), probe.path(), what, BOUND);
        return cause == null ? new BenchException(message) : new BenchException(message, cause);
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
