package dev.millrace.cdc.publish;

import static dev.millrace.cdc.publish.Records.change;
import static dev.millrace.cdc.publish.Records.delete;
import static dev.millrace.cdc.publish.Records.deleteByKeyChange;
import static dev.millrace.cdc.publish.Records.insert;
import static dev.millrace.cdc.publish.Records.row;
import static dev.millrace.cdc.publish.Records.tombstone;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.Test;

class TrailingGroupsTest {
    private final TrailingGroups groups = new TrailingGroups(true);

    @Test
    void inserts_and_snapshot_rows_pass_at_once() {
        SourceRecord first = insert(1, 1);
        SourceRecord second = insert(1, 2); // snapshot rows share one offset

        assertThat(admit(first, second)).containsExactly(first, second);
    }

    @Test
    void a_delete_waits_for_its_tombstone() {
        SourceRecord insert = insert(1, 1);
        SourceRecord delete = delete(2, 1);
        SourceRecord tombstone = tombstone(2, 1);

        assertThat(admit(insert, delete)).containsExactly(insert);
        assertThat(admit(tombstone)).containsExactly(delete, tombstone);
    }

    @Test
    void a_key_change_waits_for_all_three_records() {
        SourceRecord delete = deleteByKeyChange(1, 1);
        SourceRecord tombstone = tombstone(1, 1);
        SourceRecord create = insert(1, 11);

        assertThat(admit(delete)).isEmpty();
        assertThat(admit(tombstone)).isEmpty();
        assertThat(admit(create)).containsExactly(delete, tombstone, create);
    }

    @Test
    void a_complete_group_at_the_end_is_not_held() {
        SourceRecord delete = delete(1, 1);
        SourceRecord tombstone = tombstone(1, 1);

        assertThat(admit(delete, tombstone)).containsExactly(delete, tombstone);
    }

    @Test
    void a_held_delete_is_released_when_other_changes_follow() {
        SourceRecord withoutTombstone = delete(1, 1);
        SourceRecord insert = insert(2, 2);

        assertThat(admit(withoutTombstone)).isEmpty();
        assertThat(admit(insert)).containsExactly(withoutTombstone, insert);
    }

    @Test
    void a_group_that_is_read_again_after_a_lost_connection_is_not_doubled() {
        SourceRecord again = delete(1, 1);
        SourceRecord tombstone = tombstone(1, 1);

        assertThat(admit(delete(1, 1))).isEmpty();
        assertThat(admit(again, tombstone)).containsExactly(again, tombstone);
    }

    @Test
    void a_group_that_is_read_again_is_not_doubled_while_a_table_is_read() {
        SourceRecord again = at(Map.of("pos", 1), delete(1, 1));
        SourceRecord tombstone = at(Map.of("pos", 1), tombstone(1, 1));

        assertThat(admit(at(Map.of("pos", 1, "incremental_snapshot_primary_key", "7"), delete(1, 1))))
                .isEmpty();
        assertThat(admit(again, tombstone)).containsExactly(again, tombstone);
    }

    @Test
    void rows_that_were_read_amid_a_transaction_wait_for_the_change_that_their_offset_counts_as_done() {
        Map<String, ?> amid = Map.of("pos", 1, "row", 1);
        SourceRecord insert = insert(0, 9);
        SourceRecord first = at(amid, readAgain(5));
        SourceRecord second = at(amid, readAgain(6));
        SourceRecord change = at(amid, insert(1, 1));

        assertThat(admit(insert, first, second)).containsExactly(insert);
        assertThat(admit(change)).containsExactly(first, second, change);
    }

    @Test
    void rows_that_were_read_between_transactions_pass_at_once() {
        SourceRecord read = at(Map.of("pos", 1), readAgain(5));

        assertThat(admit(read)).containsExactly(read);
    }

    private static SourceRecord readAgain(long id) {
        SourceRecord read = change("r", 1, null, row(id, id));
        ((Struct) read.value()).getStruct("source").put("snapshot", "incremental");
        return read;
    }

    private static SourceRecord at(Map<String, ?> offset, SourceRecord record) {
        return new SourceRecord(
                record.sourcePartition(),
                offset,
                record.topic(),
                record.keySchema(),
                record.key(),
                record.valueSchema(),
                record.value());
    }

    @Test
    void any_cut_of_a_stream_into_batches_gives_the_stream_with_whole_groups() {
        List<SourceRecord> stream = List.of(
                insert(1, 1),
                insert(2, 2),
                deleteByKeyChange(3, 2),
                tombstone(3, 2),
                insert(3, 12),
                deleteByKeyChange(4, 1),
                tombstone(4, 1),
                insert(4, 11),
                delete(5, 11),
                tombstone(5, 11));
        for (int size = 1; size <= stream.size(); size++) {
            TrailingGroups fresh = new TrailingGroups(true);
            List<SourceRecord> out = new ArrayList<>();
            for (int from = 0; from < stream.size(); from += size) {
                List<SourceRecord> batch = stream.subList(from, Math.min(from + size, stream.size()));
                List<SourceRecord> admitted = admit(fresh, batch);
                out.addAll(admitted);
                assertThat(endsInsideAGroup(stream, out))
                        .as("batch size %d", size)
                        .isFalse();
            }
            assertThat(out).as("batch size %d", size).isEqualTo(stream);
        }
    }

    @Test
    void switched_off_it_lets_a_cut_group_through() {
        SourceRecord delete = delete(1, 1);

        assertThat(admit(new TrailingGroups(false), List.of(delete))).containsExactly(delete);
    }

    private static boolean endsInsideAGroup(List<SourceRecord> stream, List<SourceRecord> out) {
        return !out.isEmpty()
                && out.size() < stream.size()
                && stream.get(out.size()).sourceOffset().equals(out.getLast().sourceOffset());
    }

    private List<SourceRecord> admit(SourceRecord... batch) {
        return admit(groups, Arrays.asList(batch));
    }

    private static List<SourceRecord> admit(TrailingGroups groups, List<SourceRecord> batch) {
        return groups.admit(batch.stream().map(Records::event).toList()).stream()
                .map(event -> event.record())
                .toList();
    }
}
