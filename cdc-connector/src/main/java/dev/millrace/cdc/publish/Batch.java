package dev.millrace.cdc.publish;

import io.debezium.engine.RecordChangeEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/// Records of one transaction, told apart. A purge and its tombstone are left out: in a compacted topic they would
/// delete what a rebuild has to read. Rows of Matomo sites that are not captured are left out too ([SiteFilter]).
///
/// @param rows every row but heartbeats, published or not, in the order of the binlog
/// @param changes rows and tombstones of the tables that are published, in order
/// @param purges deletes that are not published
/// @param otherSites rows of Matomo sites that are not captured, not published
/// @param beatUs commit time of the newest heartbeat row
/// @param changesBeforeBeat whether a change of the batch comes before that row
record Batch(
        List<Change.Row> rows,
        List<Change> changes,
        List<Change.Row> purges,
        List<Change.Row> otherSites,
        OptionalLong beatUs,
        boolean changesBeforeBeat) {

    static Batch of(List<RecordChangeEvent<SourceRecord>> records, Changes reader, SiteFilter sites) {
        List<Change.Row> rows = new ArrayList<>(records.size());
        List<Change> changes = new ArrayList<>(records.size());
        List<Change.Row> purges = new ArrayList<>();
        List<Change.Row> otherSites = new ArrayList<>();
        @Nullable SourceRecord leftOut = null;
        OptionalLong beat = OptionalLong.empty();
        boolean before = false;
        for (RecordChangeEvent<SourceRecord> event : records) {
            Change change = reader.read(event.record()).orElse(null);
            int known = changes.size();
            switch (change) {
                case Change.Row row
                when row.table().isHeartbeat() -> {
                    if (!row.isSnapshot()) {
                        beat = OptionalLong.of(row.commitTimeUs());
                        before = !changes.isEmpty();
                    }
                }
                case Change.Tombstone tombstone when tombstone.table().isHeartbeat() -> {}
                case Change.Row row -> {
                    rows.add(row);
                    if (row.isPurge()) {
                        purges.add(row);
                    } else {
                        sites.apply(row).ifPresentOrElse(changes::add, () -> otherSites.add(row));
                    }
                }
                case Change.Tombstone tombstone -> {
                    if (!RowKeys.isTombstoneOf(tombstone.record(), leftOut)) {
                        changes.add(tombstone);
                    }
                }
                case null -> {}
            }
            leftOut = change instanceof Change.Row && changes.size() == known ? event.record() : null;
        }
        return new Batch(
                List.copyOf(rows), List.copyOf(changes), List.copyOf(purges), List.copyOf(otherSites), beat, before);
    }
}
