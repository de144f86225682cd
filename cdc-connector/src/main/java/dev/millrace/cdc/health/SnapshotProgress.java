package dev.millrace.cdc.health;

import dev.millrace.cdc.publish.Change;
import dev.millrace.cdc.publish.TablesInReading;
import dev.millrace.contract.capture.SourceTable;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// How far the snapshot of all tables is, and the reading of one table that somebody asked for. Counts rows that are in
/// Kafka; Debezium's own count is up to 10 s old.
final class SnapshotProgress {
    private final EngineStatus engine;
    private final TableReading reading;
    private final Map<SourceTable, AtomicLong> rows = new ConcurrentHashMap<>();
    private volatile Map<String, Long> expected = Map.of();
    private volatile @Nullable SnapshotReport initial;

    SnapshotProgress(EngineStatus engine, Clock clock) {
        this.engine = engine;
        this.reading = new TableReading(clock);
    }

    /// A snapshot may begin.
    ///
    /// @param estimates the server's, for each captured table
    void expect(Map<String, Long> estimates) {
        expected = Map.copyOf(estimates);
        rows.clear();
        initial = null;
    }

    /// A row that a snapshot or a reading has brought is in Kafka.
    void row(Change.Row row) {
        if (row.isIncremental()) {
            reading.row();
        } else {
            reading.superseded();
            rows.computeIfAbsent(row.table(), _ -> new AtomicLong()).incrementAndGet();
        }
    }

    /// What the offset says that was stored with a batch.
    void stored(TablesInReading tables) {
        List<String> left =
                tables.left().stream().map(SnapshotProgress::withoutSchema).toList();
        if (tables.any() && !reading.isRunning()) {
            initial = SnapshotReport.NONE; // it goes on after a restart, which reads no other tables
        }
        reading.stored(tables.any(), tables.id(), left);
    }

    private static String withoutSchema(String name) {
        return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    }

    /// False when one table is being read already.
    boolean request(String id, String table, long estimate) {
        if (initial == null) {
            initial = all(); // Debezium has one set of beans for both kinds; from here on they speak of the other
        }
        return reading.request(id, table, estimate);
    }

    /// A reading that was cut off is asked for again.
    void askedAgain(String id, String table) {
        if (!reading.isRunning()) {
            initial = SnapshotReport.NONE; // after a restart, which reads no other tables
        }
        reading.askedAgain(id, withoutSchema(table));
    }

    /// That request could not be passed on.
    void withdraw() {
        reading.withdraw();
    }

    /// Debezium has ended the reading of a table; its rows may still be on their way to Kafka.
    void scanned(String table, String failure) {
        reading.scanned(withoutSchema(table), failure);
    }

    SnapshotReport all() {
        SnapshotReport kept = initial;
        return kept == null ? engine.snapshot(rowsByTable(), expectedRows()) : kept;
    }

    SnapshotReport ofTable() {
        return reading.report();
    }

    /// For `/status`; null when nobody has asked for a table.
    @Nullable
    Map<String, @Nullable Object> tableStatus() {
        if (!reading.isKnown()) {
            return null;
        }
        Map<String, @Nullable Object> status = new LinkedHashMap<>();
        status.put("id", reading.id());
        status.put("table", reading.table());
        status.put("failure", reading.failure());
        status.putAll(status(reading.report()));
        return status;
    }

    /// For `/status`.
    Map<String, @Nullable Object> allStatus() {
        return status(all());
    }

    private static Map<String, @Nullable Object> status(SnapshotReport snapshot) {
        Map<String, @Nullable Object> read = new LinkedHashMap<>();
        read.put("running", snapshot.running());
        read.put("tables", snapshot.tables());
        read.put("tables_left", snapshot.tablesLeft());
        read.put("rows", snapshot.rows());
        read.put("rows_expected", snapshot.rowsExpected());
        read.put("percent", snapshot.percent().orElse(null));
        read.put("seconds_left", snapshot.remaining().map(Duration::toSeconds).orElse(null));
        read.put("rows_by_table", snapshot.rowsByTable());
        return read;
    }

    private long expectedRows() {
        return expected.values().stream().mapToLong(Long::longValue).sum();
    }

    /// Rows that the snapshot of all tables has brought.
    Map<String, Long> rowsByTable() {
        Map<String, Long> counts = new TreeMap<>();
        rows.forEach((table, count) -> counts.put(table.name().toLowerCase(Locale.ROOT), count.get()));
        return counts;
    }
}
