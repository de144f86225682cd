package dev.millrace.stack.cdc;

import dev.millrace.contract.capture.SourceDatabase;
import dev.millrace.contract.capture.SourceTable;
import dev.millrace.contract.topic.Partitions;
import dev.millrace.contract.topic.Topics;

/// A row of the shop.
record RowKey(SourceTable table, long id) {

    static String topic(SourceTable table) {
        return Topics.raw(SourceDatabase.BUSINESS, SourceServer.name(SourceDatabase.BUSINESS), table.tableName(""))
                .name();
    }

    /// The partition of a row of `table` with that value in its route column.
    static int home(SourceTable table, long route) {
        return Partitions.of(table.routeKey(route));
    }

    @Override
    public String toString() {
        return table.tableName("") + " " + id;
    }
}
