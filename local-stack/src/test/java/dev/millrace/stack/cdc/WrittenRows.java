package dev.millrace.stack.cdc;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What the shop has committed, row by row in commit order: the truth that topics are held against. It knows nothing of
/// the connector.
///
/// Threads: any.
final class WrittenRows {
    private final Map<RowKey, List<RowStep>> steps = new HashMap<>();
    private long changes;

    /// A row as some transaction left it.
    ///
    /// @param version unique among those of its row
    /// @param home its partition
    record State(long version, int home) {}

    /// A transaction is committed.
    synchronized void committed(List<RowStep> transaction) {
        for (RowStep step : transaction) {
            steps.computeIfAbsent(step.row(), _ -> new ArrayList<>(2)).add(step);
            changes += step.op() == RowOp.TOMBSTONE ? 0 : 1;
        }
    }

    /// Row changes so far; a change of a primary key counts as two.
    synchronized long changes() {
        return changes;
    }

    synchronized Set<RowKey> rows() {
        return new HashSet<>(steps.keySet());
    }

    /// The row as it was when `transaction` was the last one; empty when it was not there.
    synchronized Optional<State> asOf(RowKey row, long transaction) {
        return steps.getOrDefault(row, List.of()).stream()
                .filter(step -> step.transaction() <= transaction)
                .reduce((_, later) -> later)
                .filter(last -> last.op().leavesARow())
                .map(RowStep::state);
    }

    /// The row in that partition as each reading found it that began and ended between two of its changes.
    synchronized List<State> untouched(RowKey row, int partition, List<TableReading> readings) {
        List<RowStep> known = steps.getOrDefault(row, List.of());
        return readings.stream()
                .filter(reading -> known.stream()
                        .noneMatch(step ->
                                step.transaction() > reading.requested() && step.transaction() <= reading.ended()))
                .flatMap(reading -> asOf(row, reading.requested()).stream())
                .filter(state -> state.home() == partition)
                .toList();
    }

    /// What one partition must get of the row after `transaction`, in order.
    synchronized List<RowStep> since(RowKey row, long transaction, int partition) {
        return steps.getOrDefault(row, List.of()).stream()
                .filter(step ->
                        step.transaction() > transaction && step.partitions().contains(partition))
                .toList();
    }
}
