package dev.millrace.cdc.publish;

import dev.millrace.contract.capture.SourceTable;
import java.util.Optional;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/// What a Debezium record means to the sink.
public sealed interface Change {

    /// The record as Debezium made it.
    SourceRecord record();

    /// One row was read, created, updated or deleted.
    ///
    /// @param table where
    /// @param envelope Debezium's value
    record Row(SourceRecord record, SourceTable table, Struct envelope) implements Change {

        /// `r`, `c`, `u` or `d`.
        public String op() {
            return envelope.getString("op");
        }

        /// The row after the change; empty for a delete.
        public Optional<Struct> after() {
            return Optional.ofNullable(envelope.getStruct("after"));
        }

        /// The row before the change; empty for a new row.
        public Optional<Struct> before() {
            return Optional.ofNullable(envelope.getStruct("before"));
        }

        /// Whether it was read by a snapshot, not from the binlog.
        public boolean isSnapshot() {
            String snapshot = source().getString("snapshot");
            return snapshot != null && !snapshot.equals("false");
        }

        /// Wall clock of the source at commit, microseconds since epoch.
        public long commitTimeUs() {
            Object micros = source().schema().field("ts_us") == null ? null : source().get("ts_us");
            return micros instanceof Long exact ? exact : source().getInt64("ts_ms") * 1_000;
        }

        private Struct source() {
            return envelope.getStruct("source");
        }
    }

    /// The empty record that follows a delete.
    record Tombstone(SourceRecord record, SourceTable table) implements Change {}

    /// The number in `column`, whatever integer type it has; null when there is none.
    static @Nullable Long number(Struct row, String column) {
        return row.schema().field(column) != null && row.getWithoutDefault(column) instanceof Number number
                ? number.longValue()
                : null;
    }
}
