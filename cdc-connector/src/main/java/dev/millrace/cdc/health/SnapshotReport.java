package dev.millrace.cdc.health;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/// How far a snapshot is. Tables are named without their schema.
///
/// @param running whether one runs now
/// @param complete whether all was read
/// @param tables tables that it reads
/// @param tablesLeft tables that it has not finished
/// @param rowsByTable rows read so far
/// @param rowsExpected what the server estimates for all of them; its statistics may be far off
/// @param elapsed since it began
public record SnapshotReport(
        boolean running,
        boolean complete,
        int tables,
        int tablesLeft,
        Map<String, Long> rowsByTable,
        long rowsExpected,
        Duration elapsed) {

    /// Nothing was read.
    static final SnapshotReport NONE = new SnapshotReport(false, false, 0, 0, Map.of(), 0, Duration.ZERO);

    public SnapshotReport {
        rowsByTable = Map.copyOf(rowsByTable);
    }

    /// Rows read so far.
    public long rows() {
        return rowsByTable.values().stream().mapToLong(Long::longValue).sum();
    }

    /// 0..100; 100 only when it is complete, whatever the estimate says; empty without an estimate.
    public Optional<Integer> percent() {
        if (complete) {
            return Optional.of(100);
        }
        return rowsExpected <= 0 ? Optional.empty() : Optional.of((int) Math.min(99, 100 * rows() / rowsExpected));
    }

    /// Time until the expected rows are read at the pace so far; empty before the first row and when none is expected.
    public Optional<Duration> remaining() {
        long left = rowsExpected - rows();
        if (!running || rows() == 0 || left < 0 || elapsed.isZero()) {
            return Optional.empty();
        }
        return Optional.of(Duration.ofMillis((long) (elapsed.toMillis() * ((double) left / rows()))));
    }
}
