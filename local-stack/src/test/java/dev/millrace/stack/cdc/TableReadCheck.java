package dev.millrace.stack.cdc;

import dev.millrace.contract.capture.SourceTable;
import dev.millrace.stack.cdc.WrittenRows.State;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Holds what readings of the order table published of one row in one partition against what was written.
///
/// A reading may be cut off and begin anew, so rows may come twice; but each must be what the partition holds at that
/// place already, and a row that nobody touched from the request to the end must come.
///
/// @param needed rows that must come
/// @param read of the rows that came, those that are explained
/// @param lost of the rows that must come, those that did not
/// @param outOfOrder of the rows that came, those that a later change had replaced
/// @param foreign of the rows that came, those that the partition never held
record TableReadCheck(int needed, List<State> read, List<State> lost, List<State> outOfOrder, List<State> foreign) {

    /// @param events of the row in that partition, of readings and others, in order
    static TableReadCheck of(
            WrittenRows written, RowKey row, int partition, List<RawEvent> events, List<TableReading> readings) {
        List<State> needed =
                row.table() == SourceTable.ORDER_TAB ? written.untouched(row, partition, readings) : List.of();
        TableReadCheck check = new TableReadCheck(
                needed.size(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        check.compare(events, partition);
        List<State> left = new ArrayList<>(check.read);
        needed.stream().filter(state -> !left.remove(state)).forEach(check.lost::add);
        return check;
    }

    private void compare(List<RawEvent> events, int partition) {
        Set<State> held = new HashSet<>();
        State now = RawEvent.NONE;
        for (RawEvent event : events) {
            State state = event.state();
            if (!event.isOfTableReading()) {
                now = event.op().leavesARow() && state.home() == partition ? state : RawEvent.NONE;
                held.add(now);
            } else if (state.equals(now)) {
                read.add(state);
            } else if (held.contains(state)) {
                outOfOrder.add(state);
            } else {
                foreign.add(state);
            }
        }
    }
}
