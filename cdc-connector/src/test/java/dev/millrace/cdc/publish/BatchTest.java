package dev.millrace.cdc.publish;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.contract.capture.CapturedSource;
import dev.millrace.contract.capture.SourceDatabase;
import java.util.Arrays;
import java.util.Set;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.Test;

class BatchTest {
    private final Changes changes = new Changes(CapturedSource.whole(SourceDatabase.BUSINESS, "shop", ""));

    @Test
    void heartbeat_rows_are_no_changes_and_the_newest_counts() {
        Batch batch = batch(Records.insert(1, 1), beat("u"), Records.insert(2, 2));

        assertThat(batch.changes()).hasSize(2);
        assertThat(batch.beatUs()).hasValue(Records.COMMIT_US);
        assertThat(batch.changesBeforeBeat()).isTrue();
    }

    @Test
    void a_heartbeat_ahead_of_all_changes_may_travel_with_them() {
        assertThat(batch(beat("u"), Records.insert(1, 1)).changesBeforeBeat()).isFalse();
    }

    @Test
    void a_snapshot_of_the_heartbeat_table_says_nothing_about_time() {
        assertThat(batch(beat("r")).beatUs()).isEmpty();
    }

    @Test
    void records_of_unknown_topics_are_left_out() {
        SourceRecord insert = Records.insert(1, 1);

        assertThat(batch(moved(insert, "business.shop.unheard_of")).changes()).isEmpty();
    }

    @Test
    void a_purge_and_its_tombstone_are_left_out_and_nothing_else() {
        Batch batch = batch(
                Records.deleteBy("DELETE /* millrace:purge */ FROM order_tab", 1, 1),
                Records.tombstone(1, 1),
                Records.deleteBy("DELETE FROM order_tab WHERE id = 2", 2, 2),
                Records.tombstone(2, 2),
                Records.insert(3, 1));

        assertThat(batch.purges()).hasSize(1);
        assertThat(batch.changes()).hasSize(3);
        assertThat(batch.changes().get(1)).isInstanceOf(Change.Tombstone.class);
    }

    @Test
    void rows_are_in_the_order_of_the_binlog_whether_they_are_published_or_not() {
        Batch batch = batch(
                Records.insert(1, 1),
                beat("u"),
                Records.deleteBy("DELETE /* millrace:purge */ FROM order_tab", 2, 2),
                Records.tombstone(2, 2),
                Records.insert(3, 3));

        assertThat(batch.rows())
                .extracting(row -> String.valueOf(row.record().key()))
                .containsExactly("Struct{id=1}", "Struct{id=2}", "Struct{id=3}");
    }

    @Test
    void a_delete_of_a_log_row_is_housekeeping_but_half_of_a_key_change_is_not() {
        String visits = "matomo.matomo.matomo_log_visit";
        Changes matomo = new Changes(CapturedSource.whole(SourceDatabase.MATOMO, "matomo", "matomo_"));
        Batch batch = Batch.of(
                java.util.stream.Stream.of(
                                moved(Records.delete(1, 1), visits),
                                moved(Records.tombstone(1, 1), visits),
                                moved(Records.deleteByKeyChange(2, 2), visits),
                                moved(Records.tombstone(2, 2), visits))
                        .map(Records::event)
                        .toList(),
                matomo,
                new SiteFilter(Set.of()));

        assertThat(batch.purges()).hasSize(1);
        assertThat(batch.changes()).hasSize(2);
    }

    private static SourceRecord beat(String op) {
        SourceRecord record = Records.change(op, 9, null, Records.row(1, null));
        return moved(record, "business.shop.millrace_heartbeat");
    }

    private static SourceRecord moved(SourceRecord record, String topic) {
        return record.newRecord(
                topic,
                null,
                record.keySchema(),
                record.key(),
                record.valueSchema(),
                record.value(),
                null,
                record.headers());
    }

    private Batch batch(SourceRecord... records) {
        return Batch.of(Arrays.stream(records).map(Records::event).toList(), changes, new SiteFilter(Set.of()));
    }
}
