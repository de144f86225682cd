package dev.millrace.cdc.publish;

import dev.millrace.contract.capture.PurgeMarker;
import dev.millrace.contract.capture.SourceTable;
import java.util.Optional;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/// What a Debezium record means to the sink.
public sealed interface Change {
    /// What Debezium writes on the delete half of a key change.
    String NEW_KEY_HEADER = "__debezium.newkey";

    /// The record as Debezium made it.
    SourceRecord record();

    /// The table it is of.
    SourceTable table();

    /// One row was read, created, updated or deleted.
    ///
    /// @param table where
    /// @param envelope Debezium's value
    /// @param source its part that says where the change comes from
    /// @param op `r`, `c`, `u` or `d`
    record Row(SourceRecord record, SourceTable table, Struct envelope, Struct source, String op) implements Change {

        public Row(SourceRecord record, SourceTable table, Struct envelope) {
            this(record, table, envelope, envelope.getStruct("source"), envelope.getString("op"));
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
            String snapshot = source.getString("snapshot");
            return snapshot != null && !snapshot.equals("false");
        }

        /// Whether a signal asked for it while the binlog is followed.
        public boolean isIncremental() {
            return "incremental".equals(source.getString("snapshot"));
        }

        /// Wall clock of the source at commit, microseconds since epoch.
        public long commitTimeUs() {
            Object micros = source.schema().field("ts_us") == null ? null : source.get("ts_us");
            return micros instanceof Long exact ? exact : source.getInt64("ts_ms") * 1_000;
        }

        /// Whether it is a delete that means nothing to the business: of a log table, or one whose statement says that
        /// it is a purge. Half of a key change is none.
        public boolean isPurge() {
            if (!op.equals("d") || record.headers().lastWithName(NEW_KEY_HEADER) != null) {
                return false;
            }
            if (table.isLog()) {
                return true;
            }
            if (source.schema().field("query") == null) {
                return false;
            }
            String statement = source.getString("query");
            return statement != null && PurgeMarker.isIn(statement);
        }

        /// The binlog file of the change; empty text when the source names none.
        public String file() {
            String file = source.schema().field("file") == null ? null : source.getString("file");
            return file == null ? "" : file;
        }

        /// Its place in the file, bytes.
        public long offset() {
            Long offset = number(source, "pos");
            return offset == null ? 0 : offset;
        }

        /// Number of its transaction; empty text on a server without GTIDs.
        String gtid() {
            String gtid = source.schema().field("gtid") == null ? null : source.getString("gtid");
            return gtid == null ? "" : gtid;
        }

        /// Its number among the rows of one event.
        public long rowNumber() {
            Long row = number(source, "row");
            return row == null ? 0 : row;
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
