package dev.millrace.stack.cdc;

import java.util.Set;

/// One raw record that a committed change of a row must lead to, in each of `partitions`.
///
/// @param transaction number of the shop's transaction, ascending in commit order
/// @param state of the row after the change, or before it when it is gone
record RowStep(long transaction, RowKey row, RowOp op, WrittenRows.State state, Set<Integer> partitions) {}
