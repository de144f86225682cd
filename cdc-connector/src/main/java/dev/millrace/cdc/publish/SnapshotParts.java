package dev.millrace.cdc.publish;

import io.debezium.engine.RecordChangeEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.connect.source.SourceRecord;

/// Cuts batches where a snapshot of all tables begins or ends. Rows that a signal asked for (incremental or blocking
/// snapshots of chosen tables) count as part of the stream.
///
/// All rows of one snapshot share the binlog position as of which it reads: another position is another snapshot, and a
/// snapshot that is read again at the same position finds the same rows.
///
/// One thread.
final class SnapshotParts {
    private static final String SNAPSHOT = "snapshot";

    private final Changes changes;
    private boolean expected;
    private Optional<Place> place = Optional.empty();

    private record Place(Object file, Object position) {}

    /// Records that belong together.
    ///
    /// @param beginsAt the first row of a snapshot that begins here, or the first one after an empty one
    /// @param isStream whether they come from the binlog, so that every snapshot before them has ended
    record Part(List<RecordChangeEvent<SourceRecord>> records, Optional<Change.Row> beginsAt, boolean isStream) {}

    /// @param expected whether the engine has no place in the binlog to start from: then it begins with a snapshot
    SnapshotParts(Changes changes, boolean expected) {
        this.changes = changes;
        this.expected = expected;
    }

    /// The parts of a batch, in order.
    List<Part> of(List<RecordChangeEvent<SourceRecord>> batch) {
        List<Part> parts = new ArrayList<>(1);
        Optional<Change.Row> beginsAt = Optional.empty();
        int start = 0;
        for (int i = 0; i < batch.size(); i++) {
            SourceRecord record = batch.get(i).record();
            boolean ofSnapshot = isOfSnapshot(record);
            if (!ofSnapshot && isStream()) {
                continue; // as nearly always
            }
            Optional<Change.Row> row = row(record);
            Optional<Place> now = ofSnapshot ? Optional.of(place(record)) : Optional.empty();
            if (row.isEmpty() || (now.equals(place) && !expected)) {
                continue;
            }
            if (i > start) {
                parts.add(new Part(batch.subList(start, i), beginsAt, isStream()));
                start = i;
            }
            beginsAt = row.filter(_ -> ofSnapshot || expected);
            place = now;
            expected = false;
        }
        parts.add(new Part(batch.subList(start, batch.size()), beginsAt, isStream()));
        return parts;
    }

    private boolean isStream() {
        return place.isEmpty() && !expected;
    }

    private boolean isOfSnapshot(SourceRecord record) {
        Map<String, ?> offset = record.sourceOffset();
        if (offset.get(SNAPSHOT) instanceof Object kind) {
            return kind.toString().equalsIgnoreCase("initial");
        }
        return (expected || place.isPresent())
                && row(record).filter(SnapshotParts::isWhole).isPresent();
    }

    private static boolean isWhole(Change.Row row) {
        return row.op().equals("r") && row.isSnapshot() && !row.isIncremental();
    }

    private Optional<Change.Row> row(SourceRecord record) {
        return changes.read(record).filter(Change.Row.class::isInstance).map(Change.Row.class::cast);
    }

    private static Place place(SourceRecord record) {
        Map<String, ?> offset = record.sourceOffset();
        return new Place(String.valueOf(offset.get("file")), String.valueOf(offset.get("pos")));
    }
}
