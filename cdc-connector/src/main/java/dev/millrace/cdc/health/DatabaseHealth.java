package dev.millrace.cdc.health;

import dev.millrace.cdc.publish.Change;
import dev.millrace.cdc.publish.SinkObserver;
import dev.millrace.cdc.publish.TablesInReading;
import dev.millrace.contract.capture.SourceDatabase;
import io.micrometer.core.instrument.Counter;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Progress of one source database: what was published, how old it is, what is missing until it is current.
public final class DatabaseHealth implements SinkObserver {
    private static final Logger log = LoggerFactory.getLogger(DatabaseHealth.class);
    private static final Duration STALE = Duration.ofSeconds(30);

    private final String database;
    private final CdcMetrics metrics;
    private final Clock clock;
    private final EngineStatus engine;
    private final Counter transactions;
    private final Counter errors;
    private final TableReading reading;
    private volatile long newestCommitMs;
    private volatile long beatArrivedMs;
    private volatile boolean heartbeatExpected = true;
    private volatile Map<String, Long> rowsExpected = Map.of();
    private volatile @Nullable SnapshotReport initial;
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
        this.reading = new TableReading(clock);
        metrics.snapshot(this.database, "initial", this::snapshot);
        metrics.snapshot(this.database, "table", this::tableSnapshot);
    }

    @Override
    public void published(Change.Row row) {
        metrics.events(database, row.table().name().toLowerCase(Locale.ROOT), row.op())
                .increment();
        if (!row.isSnapshot()) {
            newestCommitMs = Math.max(newestCommitMs, row.commitTimeUs() / 1_000);
            position = new Position(row.file(), row.offset());
        } else if (reading.isRunning()) {
            reading.row();
        }
    }

    @Override
    public void reading(TablesInReading tables) {
        List<String> left =
                tables.left().stream().map(DatabaseHealth::withoutSchema).toList();
        if (tables.any() && !reading.isRunning()) {
            initial = SnapshotReport.NONE; // it goes on after a restart, which reads no other tables
        }
        reading.stored(tables.any(), tables.id(), left, rowsExpected);
    }

    private static String withoutSchema(String name) {
        return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    }

    /// Debezium has one set of beans for both kinds of snapshot; from here on they speak of the other kind.
    private void keepInitial() {
        if (initial == null) {
            initial = engine.snapshot(expectedRows());
        }
    }

    /// Told when somebody asks for one table.
    ///
    /// @param id of the request
    /// @param table without schema
    /// @param expected the server's estimate
    /// @return false when one is being read already
    public boolean tableRequested(String id, String table, long expected) {
        keepInitial();
        return reading.request(id, table, expected);
    }

    /// Told when that request could not be passed on.
    public void tableNotRequested() {
        reading.withdraw();
    }

    /// Told when Debezium has ended the reading of a table; its rows may still be on their way to Kafka.
    ///
    /// @param table with its schema
    /// @param failure why it was not read to its end; empty when it was
    public void tableScanned(String table, String failure) {
        if (!failure.isEmpty()) {
            log.atError()
                    .addKeyValue("database", database)
                    .addKeyValue("table", table)
                    .addKeyValue("reason", failure)
                    .log("a table could not be read to its end; the binlog is followed all the same. Ask for it again");
        }
        reading.scanned(withoutSchema(table), failure);
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
    /// @param rows the server's estimate for each captured table
    public void expectRows(Map<String, Long> rows) {
        rowsExpected = Map.copyOf(rows);
    }

    private long expectedRows() {
        return rowsExpected.values().stream().mapToLong(Long::longValue).sum();
    }

    /// How far the snapshot of all tables is.
    public SnapshotReport snapshot() {
        SnapshotReport kept = initial;
        return kept == null ? engine.snapshot(expectedRows()) : kept;
    }

    /// How far the snapshot of one table is, if somebody asked for one.
    public SnapshotReport tableSnapshot() {
        return reading.report();
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
        status.put("snapshot", status(snapshot()));
        status.put("table_snapshot", reading.isKnown() ? tableStatus() : null);
        return status;
    }

    private Map<String, @Nullable Object> tableStatus() {
        Map<String, @Nullable Object> status = new LinkedHashMap<>();
        status.put("id", reading.id());
        status.put("table", reading.table());
        status.put("failure", reading.failure());
        status.putAll(status(reading.report()));
        return status;
    }

    private static Map<String, @Nullable Object> status(SnapshotReport snapshot) {
        Map<String, @Nullable Object> read = new LinkedHashMap<>();
        read.put("running", snapshot.running());
        read.put("tables", snapshot.tables());
        read.put("tables_left", snapshot.tablesLeft());
        read.put("rows", snapshot.rows());
        read.put("rows_expected", snapshot.rowsExpected());
        read.put("percent", snapshot.percent());
        read.put("seconds_left", snapshot.remaining().map(Duration::toSeconds).orElse(null));
        read.put("rows_by_table", snapshot.rowsByTable());
        return read;
    }

    /// NaN before the first streamed change.
    private double lagMs() {
        return newestCommitMs == 0 ? Double.NaN : clock.millis() - newestCommitMs;
    }
}
