package dev.millrace.cdc.publish;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.contract.capture.CapturedSource;
import dev.millrace.contract.capture.SourceDatabase;
import io.debezium.engine.RecordChangeEvent;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SnapshotPartsTest {
    private final Changes changes = new Changes(CapturedSource.whole(SourceDatabase.BUSINESS, "shop", ""));

    @Test
    void a_stream_is_one_part() {
        assertThat(texts(false, streamed(1), Records.delete(2, 2), Records.tombstone(2, 2)))
                .containsExactly("stream 3");
    }

    @Test
    void a_snapshot_begins_at_its_first_row_and_ends_at_the_first_change_from_the_binlog() {
        assertThat(texts(true, read("INITIAL", 1), read("INITIAL", 1), read(null, 1), streamed(5), streamed(6)))
                .containsExactly("begins 3", "stream 2");
    }

    @Test
    void a_snapshot_in_the_midst_of_a_stream_and_one_that_is_read_again_are_cut_out() {
        assertThat(texts(false, streamed(1), read("INITIAL", 3), read("INITIAL", 4), read(null, 4), streamed(5)))
                .containsExactly("stream 1", "begins 1", "begins 2", "stream 1");
    }

    @Test
    void the_rest_of_a_snapshot_in_a_later_batch_does_not_begin_again() {
        SnapshotParts parts = new SnapshotParts(changes, true);
        assertThat(texts(parts, read("INITIAL", 1))).containsExactly("begins 1");
        assertThat(texts(parts, read("INITIAL", 1), read(null, 1))).containsExactly("goes on 2");
        assertThat(texts(parts, streamed(2))).containsExactly("stream 1");
    }

    @Test
    void where_a_snapshot_is_due_its_only_row_begins_it_and_none_at_all_is_an_empty_one() {
        assertThat(texts(true, read(null, 1), streamed(2))).containsExactly("begins 1", "stream 1");
        assertThat(texts(true, streamed(2))).containsExactly("begins stream 1");
    }

    @Test
    void rows_that_a_signal_asked_for_belong_to_the_stream() {
        assertThat(texts(false, streamed(1), read("BLOCKING", 2), incremental(3), streamed(4)))
                .containsExactly("stream 4");
    }

    @Test
    void records_that_are_no_changes_neither_begin_nor_end_a_snapshot() {
        assertThat(texts(true, unknown())).containsExactly("goes on 1");
    }

    private List<String> texts(boolean expected, SourceRecord... records) {
        return texts(new SnapshotParts(changes, expected), records);
    }

    private static List<String> texts(SnapshotParts parts, SourceRecord... records) {
        List<RecordChangeEvent<SourceRecord>> batch =
                Arrays.stream(records).map(Records::event).toList();
        return parts.of(batch).stream()
                .map(part -> (part.beginsAt().isPresent() ? "begins " : "")
                        + (part.isStream() ? "stream " : part.beginsAt().isPresent() ? "" : "goes on ")
                        + part.records().size())
                .toList();
    }

    private static SourceRecord streamed(int offset) {
        return Records.insert(offset, offset);
    }

    private static SourceRecord read(@Nullable String kind, int offset) {
        SourceRecord row = Records.change("r", offset, null, Records.row(offset, null));
        Map<String, Object> at = new HashMap<>(row.sourceOffset());
        if (kind != null) {
            at.put("snapshot", kind);
        }
        return new SourceRecord(
                row.sourcePartition(), at, row.topic(), row.keySchema(), row.key(), row.valueSchema(), row.value());
    }

    private static SourceRecord incremental(int offset) {
        SourceRecord row = Records.change("r", offset, null, Records.row(offset, null));
        ((Struct) row.value()).getStruct("source").put("snapshot", "incremental");
        return row;
    }

    private static SourceRecord unknown() {
        SourceRecord row = streamed(1);
        return row.newRecord(
                "business.shop.unheard_of", null, row.keySchema(), row.key(), row.valueSchema(), row.value(), null);
    }
}
