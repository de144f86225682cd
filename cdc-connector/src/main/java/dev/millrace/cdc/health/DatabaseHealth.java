package dev.millrace.cdc.health;

import dev.millrace.cdc.publish.Change;
import dev.millrace.cdc.publish.SinkObserver;
import dev.millrace.contract.capture.SourceDatabase;
import io.micrometer.core.instrument.Counter;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Progress of one source database: what was published, how old it is, what is missing until it is current.
public final class DatabaseHealth implements SinkObserver {
    private static final Duration STALE = Duration.ofSeconds(30);

    private final String database;
    private final CdcMetrics metrics;
    private final Clock clock;
    private final EngineStatus engine;
    private final Counter transactions;
    private final Counter errors;
    private volatile long newestCommitMs;
    private volatile long beatArrivedMs;
    private volatile boolean heartbeatExpected = true;
    private volatile long rowsExpected;
    private volatile @Nullable Position position;

    /// A place in the binlog.
    private record Position(String file, long offset) {
        /// `binlog.000042` → 42.
        long fileNumber() {
            String digits = file.substring(file.lastIndexOf('.') + 1);
            return digits.matches("\\d{1,18}") ? Long.parseLong(digits) : 0;
        }
    }

    public DatabaseHealth(SourceDatabase database, CdcMetrics metrics, Clock clock) {
        this.database = database.prefix();
        this.metrics = metrics;
        this.clock = clock;
        this.engine = new EngineStatus(database);
        this.transactions = metrics.transactions(this.database);
        this.errors = metrics.errors(this.database);
        metrics.lag(this.database, this::lagMs);
        metrics.position(this.database, "file", () -> position == null ? Double.NaN : position.fileNumber());
        metrics.position(this.database, "offset", () -> position == null ? Double.NaN : position.offset());
        metrics.queue(this.database, engine::queueUsed);
        metrics.snapshot(
                this.database,
                () -> snapshot().running() ? 1 : 0,
                () -> snapshot().rows());
    }

    @Override
    public void published(Change.Row row) {
        metrics.events(database, row.table().name().toLowerCase(Locale.ROOT), row.op())
                .increment();
        if (!row.isSnapshot()) {
            newestCommitMs = Math.max(newestCommitMs, row.commitTimeUs() / 1_000);
            position = new Position(row.file(), row.offset());
        }
    }

    @Override
    public void purged(Change.Row row) {
        metrics.events(database, row.table().name().toLowerCase(Locale.ROOT), "purged")
                .increment();
        newestCommitMs = Math.max(newestCommitMs, row.commitTimeUs() / 1_000);
        position = new Position(row.file(), row.offset());
    }

    @Override
    public void beat(long commitTimeUs) {
        beatArrivedMs = clock.millis();
        newestCommitMs = Math.max(newestCommitMs, commitTimeUs / 1_000);
    }

    @Override
    public void committed() {
        transactions.increment();
    }

    @Override
    public void failed() {
        errors.increment();
    }

    /// Told by the heartbeat writer: without the right to write, freshness is unknown and nobody waits for a beat.
    public void heartbeatPossible(boolean possible) {
        heartbeatExpected = possible;
    }

    /// Told before a snapshot may begin.
    ///
    /// @param rows the server's estimate for all captured tables
    public void expectRows(long rows) {
        rowsExpected = rows;
    }

    /// How far the snapshot is.
    public SnapshotReport snapshot() {
        return engine.snapshot(rowsExpected);
    }

    /// What is missing until the database is followed, as a sentence; empty when it is followed. Beats are timed as
    /// they
    /// arrive: a source whose clock is wrong is followed all the same.
    public Optional<String> missing() {
        Optional<String> waiting = engine.missing();
        if (waiting.isEmpty() && heartbeatExpected) {
            long age = clock.millis() - beatArrivedMs;
            if (beatArrivedMs == 0) {
                waiting = Optional.of("waiting for the first heartbeat");
            } else if (age > STALE.toMillis()) {
                waiting = Optional.of("no heartbeat for %d s".formatted(age / 1_000));
            }
        }
        return waiting.map(text -> database + ": " + text);
    }

    /// The name of the database's role: `business` or `matomo`.
    public String database() {
        return database;
    }

    /// Everything that is known, for `/status`.
    Map<String, @Nullable Object> status() {
        Map<String, @Nullable Object> status = new LinkedHashMap<>();
        Optional<String> missing = missing();
        status.put("followed", missing.isEmpty());
        status.put("missing", missing.orElse(null));
        status.put("lag_ms", newestCommitMs == 0 ? null : Math.round(lagMs()));
        Position now = position;
        status.put("binlog_file", now == null ? null : now.file());
        status.put("binlog_offset", now == null ? null : now.offset());
        status.put("queue_used_ratio", engine.queueUsed());
        SnapshotReport snapshot = snapshot();
        Map<String, @Nullable Object> read = new LinkedHashMap<>();
        read.put("running", snapshot.running());
        read.put("tables", snapshot.tables());
        read.put("tables_left", snapshot.tablesLeft());
        read.put("rows", snapshot.rows());
        read.put("rows_expected", snapshot.rowsExpected());
        read.put("percent", snapshot.percent());
        read.put("seconds_left", snapshot.remaining().map(Duration::toSeconds).orElse(null));
        read.put("rows_by_table", snapshot.rowsByTable());
        status.put("snapshot", read);
        return status;
    }

    /// NaN before the first streamed change.
    private double lagMs() {
        return newestCommitMs == 0 ? Double.NaN : clock.millis() - newestCommitMs;
    }
}
