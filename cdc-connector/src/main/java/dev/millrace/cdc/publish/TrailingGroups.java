package dev.millrace.cdc.publish;

import io.debezium.engine.RecordChangeEvent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;

/// Holds back the end of a batch when it cuts through the records of one row change.
///
/// A delete is two records (`d`, tombstone), a key change three (`d`, tombstone, `c`), and all carry *the same* source
/// offset. Were the first part stored with that offset, a crash would lose the rest: a restart begins behind it. So an
/// incomplete group at the end of a batch waits, neither sent nor acknowledged, for the next batch, which holds its
/// other parts already.
///
/// Rows that a reading of one table puts before a change, amid its transaction, carry an offset that counts the change
/// as done. They wait for it likewise; it is the next record of its table.
///
/// One thread.
public final class TrailingGroups {
    private static final int DELETE_PARTS = 2;
    private static final int KEY_CHANGE_PARTS = 3;
    private static final String READING = "incremental_snapshot";

    /// In an offset amid a binlog event: how many of its rows are done.
    private static final String ROWS_DONE = "row";

    private final boolean holdBack;
    private List<RecordChangeEvent<SourceRecord>> held = List.of();

    /// @param holdBack false only in the test that proves what would be lost
    public TrailingGroups(boolean holdBack) {
        this.holdBack = holdBack;
    }

    /// What is complete: records held so far, then `batch` without its incomplete end. May be empty.
    public List<RecordChangeEvent<SourceRecord>> admit(List<RecordChangeEvent<SourceRecord>> batch) {
        if (!holdBack || batch.isEmpty()) {
            return batch;
        }
        List<RecordChangeEvent<SourceRecord>> all = new ArrayList<>(held.size() + batch.size());
        if (!isReadAgain(batch.getFirst().record())) {
            all.addAll(held);
        }
        all.addAll(batch);
        int complete = all.size() - incompleteEnd(all);
        held = List.copyOf(all.subList(complete, all.size()));
        return all.subList(0, complete);
    }

    /// After a lost connection Debezium starts again behind the last stored offset, so it repeats what is held.
    private boolean isReadAgain(SourceRecord first) {
        return !held.isEmpty()
                && isDelete(first)
                && place(first).equals(place(held.getFirst().record()));
    }

    /// The offset without how far the reading of a table is, of which a restart forgets the last key.
    private static Map<String, Object> place(SourceRecord record) {
        Map<String, Object> place = new HashMap<>(record.sourceOffset());
        place.keySet().removeIf(key -> key.startsWith(READING));
        return place;
    }

    private static int incompleteEnd(List<RecordChangeEvent<SourceRecord>> all) {
        SourceRecord last = all.getLast().record();
        if (isBeforeItsChange(last)) {
            return trailingRead(all);
        }
        int start = all.size() - 1;
        while (start > 0 && sameOffset(all.get(start - 1).record(), last)) {
            start--;
        }
        int present = all.size() - start;
        return present < partsOf(all.get(start).record()) ? present : 0;
    }

    private static int trailingRead(List<RecordChangeEvent<SourceRecord>> all) {
        int start = all.size();
        while (start > 0 && isBeforeItsChange(all.get(start - 1).record())) {
            start--;
        }
        return all.size() - start;
    }

    private static boolean isBeforeItsChange(SourceRecord record) {
        return record.sourceOffset().get(ROWS_DONE) != null
                && record.value() instanceof Struct envelope
                && envelope.schema().field("source") != null
                && envelope.getWithoutDefault("source") instanceof Struct source
                && source.schema().field("snapshot") != null
                && "incremental".equals(source.getWithoutDefault("snapshot"));
    }

    private static boolean sameOffset(SourceRecord one, SourceRecord other) {
        return Objects.equals(one.sourceOffset(), other.sourceOffset());
    }

    private static int partsOf(SourceRecord first) {
        if (!isDelete(first)) {
            return 1;
        }
        return first.headers().lastWithName(Change.NEW_KEY_HEADER) == null ? DELETE_PARTS : KEY_CHANGE_PARTS;
    }

    private static boolean isDelete(SourceRecord change) {
        return change.value() instanceof Struct envelope
                && envelope.schema().field("op") != null
                && "d".equals(envelope.getString("op"));
    }
}
