package dev.millrace.cdc.health;

import dev.millrace.cdc.drift.ContractWatch;
import dev.millrace.cdc.drift.Violation;
import dev.millrace.cdc.publish.Change;
import dev.millrace.cdc.publish.SinkObserver;
import dev.millrace.cdc.publish.TablesInReading;
import dev.millrace.contract.capture.SourceTable;
import io.micrometer.core.instrument.Counter;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
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
    private static final Duration SLOW = Duration.ofSeconds(3);

    private final String database;
    private final CdcMetrics metrics;
    private final Clock clock;
    private final EngineStatus engine;
    private final Counter transactions;
    private final Counter errors;
    private final Counter binlogLost;
    private final Counter readingsFailed;
    private final ContractWatch contract;
    private final SnapshotProgress progress;
    private final Map<SourceTable, Map<String, Counter>> events = new EnumMap<>(SourceTable.class);
    private volatile long newestCommitMs;
    private volatile long beatArrivedMs;
    private volatile boolean heartbeatExpected = true;
    private volatile List<String> lacking = List.of();
    private volatile @Nullable Position position;
    private volatile @Nullable String lostBinlog;
    private volatile boolean lookingForVanished;
    private volatile long sendingSinceMs;
    private volatile @Nullable String waitsFor;

    /// A place in the binlog.
    private record Position(String file, long offset) {
        /// `binlog.000042` → 42.
        long fileNumber() {
            String digits = file.substring(file.lastIndexOf('.') + 1);
            return digits.matches("\\d{1,18}") ? Long.parseLong(digits) : 0;
        }
    }

    /// @param source its name
    public DatabaseHealth(String source, CdcMetrics metrics, Clock clock) {
        this.database = source;
        this.metrics = metrics;
        this.clock = clock;
        this.engine = new EngineStatus(source);
        this.progress = new SnapshotProgress(engine, clock);
        this.transactions = metrics.transactions(this.database);
        this.errors = metrics.errors(this.database);
        this.binlogLost = metrics.binlogLost(this.database);
        this.contract = new ContractWatch(
                this.database,
                violation -> metrics.violations(this.database, violation).increment());
        metrics.lag(this.database, this::lagMs);
        metrics.position(this.database, "file", () -> position == null ? Double.NaN : position.fileNumber());
        metrics.position(this.database, "offset", () -> position == null ? Double.NaN : position.offset());
        metrics.queue(this.database, engine::queueUsed);
        metrics.snapshot(this.database, "initial", progress::all);
        metrics.snapshot(this.database, "table", progress::ofTable);
        this.readingsFailed = metrics.readingsFailed(this.database);
    }

    @Override
    public void published(Change.Row row) {
        count(row.table(), row.op());
        contract.saw(row);
        read(row);
    }

    @Override
    public void reading(TablesInReading tables) {
        progress.stored(tables);
    }

    /// Told when somebody asks for one table.
    ///
    /// @param id of the request
    /// @param table without schema
    /// @param expected the server's estimate
    /// @return false when one is being read already
    public boolean tableRequested(String id, String table, long expected) {
        return progress.request(id, table, expected);
    }

    /// Told when a reading that was cut off is asked for again.
    ///
    /// @param id of the first request
    /// @param table with its schema
    public void tableAskedAgain(String id, String table) {
        progress.askedAgain(id, table);
    }

    /// Told when that request could not be passed on.
    public void tableNotRequested() {
        progress.withdraw();
    }

    /// Told when Debezium has ended the reading of a table; its rows may still be on their way to Kafka.
    ///
    /// @param table with its schema
    /// @param failure why it was not read to its end; empty when it was
    public void tableScanned(String table, String failure) {
        if (!failure.isEmpty()) {
            readingsFailed.increment();
            log.atError()
                    .addKeyValue("database", database)
                    .addKeyValue("table", table)
                    .addKeyValue("reason", failure)
                    .log("a table could not be read to its end; the binlog is followed all the same. Ask for it again");
        }
        progress.scanned(table, failure);
    }

    @Override
    public void purged(Change.Row row) {
        leftOut(row, "purged");
    }

    @Override
    public void otherSite(Change.Row row) {
        leftOut(row, "other-site");
    }

    private void leftOut(Change.Row row, String reason) {
        count(row.table(), reason);
        read(row);
    }

    private void read(Change.Row row) {
        if (!row.isSnapshot()) {
            newestCommitMs = Math.max(newestCommitMs, row.commitTimeUs() / 1_000);
            position = new Position(row.file(), row.offset());
        } else {
            progress.row(row);
        }
    }

    @Override
    public void impliedDelete(SourceTable table) {
        count(table, "implied_delete");
    }

    /// Counters are kept, for each row is counted. Called by the sink's thread only.
    private void count(SourceTable table, String op) {
        events.computeIfAbsent(table, _ -> new HashMap<>())
                .computeIfAbsent(
                        op, word -> metrics.events(database, table.name().toLowerCase(Locale.ROOT), word))
                .increment();
    }

    @Override
    public void lookingForVanished(boolean looking) {
        lookingForVanished = looking;
    }

    @Override
    public void sending(boolean sending) {
        sendingSinceMs = sending ? clock.millis() : 0;
    }

    /// Told while the connector starts.
    ///
    /// @param what must answer first; null when the engine starts
    public void waitsFor(@Nullable String what) {
        waitsFor = what;
    }

    /// Told at start, before the new snapshot that follows.
    public void binlogLost(String what) {
        binlogLost.increment();
        lostBinlog = what;
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

    /// Told before a snapshot may begin, also when a lost source is opened anew.
    ///
    /// @param rows the server's estimate for each captured table
    public void expectRows(Map<String, Long> rows) {
        progress.expect(rows);
    }

    /// Told at the start.
    ///
    /// @param names tables and columns of the contract that the database does not have
    public void lacks(List<String> names) {
        lacking = List.copyOf(names);
    }

    /// Where the tables differ from what the contract expects.
    public ContractWatch contract() {
        return contract;
    }

    /// How far the snapshot of all tables is.
    public SnapshotReport snapshot() {
        return progress.all();
    }

    /// How far the snapshot of one table is, if somebody asked for one.
    public SnapshotReport tableSnapshot() {
        return progress.ofTable();
    }

    /// What is missing until the database is followed, as a sentence; empty when it is followed. Beats are timed as
    /// they arrive: a source whose clock is wrong is followed all the same.
    public Optional<String> missing() {
        Optional<String> waiting = stuck().or(() -> engine.missing(progress.rowsByTable()));
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

    private Optional<String> stuck() {
        String what = waitsFor;
        if (what != null) {
            return Optional.of("waiting for " + what);
        }
        if (lookingForVanished) {
            return Optional.of("looking for rows that were deleted while nobody read the binlog");
        }
        long since = sendingSinceMs;
        long age = clock.millis() - since;
        return since == 0 || age < SLOW.toMillis()
                ? Optional.empty()
                : Optional.of("Kafka has not confirmed a transaction for %d s".formatted(age / 1_000));
    }

    /// The name of the source, as in `databases.<name>`.
    public String database() {
        return database;
    }

    /// Everything that is known, for `/status`.
    Map<String, @Nullable Object> status() {
        Map<String, @Nullable Object> status = new LinkedHashMap<>();
        Optional<String> missing = missing();
        status.put("followed", missing.isEmpty());
        status.put("missing", missing.orElse(null));
        status.put("lacking", lacking);
        status.put("lag_ms", newestCommitMs == 0 ? null : Math.round(lagMs()));
        Position now = position;
        status.put("binlog_file", now == null ? null : now.file());
        status.put("binlog_offset", now == null ? null : now.offset());
        status.put("binlog_lost", lostBinlog);
        status.put("queue_used_ratio", engine.queueUsed());
        status.put(
                "contract_violations",
                contract.current().stream().map(Violation::toString).toList());
        status.put("snapshot", progress.allStatus());
        status.put("table_snapshot", progress.tableStatus());
        return status;
    }

    /// NaN before the first streamed change.
    private double lagMs() {
        return newestCommitMs == 0 ? Double.NaN : clock.millis() - newestCommitMs;
    }
}
