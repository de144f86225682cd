package dev.millrace.cdc.health;

import dev.millrace.cdc.publish.Change;
import dev.millrace.cdc.publish.SinkObserver;
import dev.millrace.contract.capture.SourceDatabase;
import io.micrometer.core.instrument.Counter;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/// Progress of one source database: what was published, how old it is, what is missing until it is current.
public final class DatabaseHealth implements SinkObserver {
    private static final Duration STALE = Duration.ofSeconds(30);

    private final String database;
    private final CdcMetrics metrics;
    private final Clock clock;
    private final EngineStatus engine;
    private final Counter batches;
    private final Counter errors;
    private volatile long newestCommitMs;
    private volatile long newestBeatMs;
    private volatile boolean heartbeatExpected = true;

    public DatabaseHealth(SourceDatabase database, CdcMetrics metrics, Clock clock) {
        this.database = database.prefix();
        this.metrics = metrics;
        this.clock = clock;
        this.engine = new EngineStatus(database);
        this.batches = metrics.batches(this.database);
        this.errors = metrics.errors(this.database);
        metrics.lag(this.database, this::lagMs);
    }

    @Override
    public void published(Change.Row row) {
        metrics.events(database, row.table().name().toLowerCase(java.util.Locale.ROOT), row.op())
                .increment();
        if (!row.isSnapshot()) {
            newestCommitMs = Math.max(newestCommitMs, row.commitTimeUs() / 1_000);
        }
    }

    @Override
    public void beat(long commitTimeUs) {
        newestBeatMs = Math.max(newestBeatMs, commitTimeUs / 1_000);
        newestCommitMs = Math.max(newestCommitMs, newestBeatMs);
    }

    @Override
    public void committed() {
        batches.increment();
    }

    @Override
    public void failed() {
        errors.increment();
    }

    /// Told by the heartbeat writer: without the right to write, freshness is unknown and nobody waits for a beat.
    public void heartbeatPossible(boolean possible) {
        heartbeatExpected = possible;
    }

    /// What is missing until the database is followed, as a sentence; empty when it is followed.
    public Optional<String> missing() {
        Optional<String> waiting = engine.missing();
        if (waiting.isEmpty() && heartbeatExpected) {
            long age = clock.millis() - newestBeatMs;
            if (newestBeatMs == 0) {
                waiting = Optional.of("waiting for the first heartbeat");
            } else if (age > STALE.toMillis()) {
                waiting = Optional.of("no heartbeat for %d s".formatted(age / 1_000));
            }
        }
        return waiting.map(text -> database + ": " + text);
    }

    /// NaN before the first streamed change.
    private double lagMs() {
        return newestCommitMs == 0 ? Double.NaN : clock.millis() - newestCommitMs;
    }
}
