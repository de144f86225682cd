package dev.millrace.streams.ingest;

import dev.millrace.contract.capture.SourceTable;
import dev.millrace.contract.proto.SourcePosition;
import java.util.Optional;

/// One row change of a captured table, as its partition sees it.
///
/// @param table which table
/// @param before the row before, empty for inserts and snapshot rows
/// @param after the row after; empty when it was deleted, or left this partition because its route column changed
/// @param position where the source database recorded it
/// @param origin where the raw record lies
public record RowChange(
        SourceTable table, Optional<Fields> before, Optional<Fields> after, SourcePosition position, Origin origin) {

    /// Place of a raw record.
    public record Origin(String topic, int partition, long offset) {}

    /// The newest known image: the row after, else before.
    public Fields image() {
        return after.or(() -> before).orElseThrow(() -> new BadRowException("row-without-image", table.name()));
    }
}
