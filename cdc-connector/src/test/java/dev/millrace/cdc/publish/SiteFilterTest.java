package dev.millrace.cdc.publish;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.contract.capture.CapturedSource;
import dev.millrace.contract.capture.SourceDatabase;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SiteFilterTest {
    private static final String VISITS = "matomo.web.pk_log_visit";
    private static final Schema KEY =
            SchemaBuilder.struct().field("idvisit", Schema.INT64_SCHEMA).build();
    private static final Schema ROW = SchemaBuilder.struct()
            .optional()
            .field("idvisit", Schema.INT64_SCHEMA)
            .field("idsite", Schema.OPTIONAL_INT64_SCHEMA)
            .build();
    private static final Schema SOURCE = SchemaBuilder.struct()
            .field("snapshot", Schema.OPTIONAL_STRING_SCHEMA)
            .field("query", Schema.OPTIONAL_STRING_SCHEMA)
            .build();
    private static final Schema ENVELOPE = SchemaBuilder.struct()
            .field("before", ROW)
            .field("after", ROW)
            .field("source", SOURCE)
            .field("op", Schema.STRING_SCHEMA)
            .build();

    private final Changes changes = new Changes(CapturedSource.whole(SourceDatabase.MATOMO, "web", "pk_"));

    @ParameterizedTest
    @ValueSource(strings = {"matomo.web.pk_log_visit", "matomo.web.pk_log_link_visit_action"})
    void rows_of_other_sites_and_of_none_stay_at_home_and_are_counted(String topic) {
        Batch batch = batch(
                moved(change("r", 1, null, 1L), topic),
                moved(change("c", 2, null, 2L), topic),
                moved(change("c", 3, null, null), topic),
                moved(change("u", 4, 2L, 2L), topic),
                moved(change("u", 5, 3L, 1L), topic));

        assertThat(ids(batch)).containsExactly(1L, 5L);
        assertThat(batch.otherSites()).hasSize(3);
    }

    @Test
    void a_row_that_moves_in_begins_and_what_it_was_stays_at_home() {
        Change.Row begun = (Change.Row) batch(change("u", 1, 2L, 1L)).changes().getFirst();

        assertThat(begun.op()).isEqualTo("c");
        assertThat(begun.before()).isEmpty();
        assertThat(begun.after().orElseThrow().get("idsite")).isEqualTo(1L);
    }

    @Test
    void a_row_that_moves_between_captured_sites_is_an_update() {
        assertThat(((Change.Row) batch(change("u", 1, 3L, 1L)).changes().getFirst()).op())
                .isEqualTo("u");
    }

    @Test
    void a_row_that_moves_out_ends_untold() {
        Batch batch = batch(change("u", 1, 1L, 2L));

        assertThat(batch.changes()).isEmpty();
        assertThat(batch.otherSites()).hasSize(1);
    }

    @Test
    void the_tombstone_of_a_row_that_stays_at_home_stays_too() {
        Batch batch = batch(
                withNewKey(change("d", 1, 2L, null)),
                tombstone(1),
                change("c", 11, null, 2L),
                withNewKey(change("d", 2, 1L, null)),
                tombstone(2),
                change("c", 12, null, 1L));

        assertThat(ids(batch)).containsExactly(2L, 12L);
        assertThat(batch.changes()).hasSize(3).element(1).isInstanceOf(Change.Tombstone.class);
    }

    @Test
    void log_action_and_all_sites_without_the_setting_pass() {
        assertThat(ids(batch(moved(change("c", 1, null, null), "matomo.web.pk_log_action"))))
                .containsExactly(1L);
        Batch all = Batch.of(List.of(Records.event(change("c", 1, null, 9L))), changes, new SiteFilter(Set.of()));
        assertThat(ids(all)).containsExactly(1L);
    }

    private Batch batch(SourceRecord... records) {
        return Batch.of(Arrays.stream(records).map(Records::event).toList(), changes, new SiteFilter(Set.of(1, 3)));
    }

    private static List<Long> ids(Batch batch) {
        return batch.changes().stream()
                .filter(Change.Row.class::isInstance)
                .map(change -> ((Struct) change.record().key()).getInt64("idvisit"))
                .toList();
    }

    private static SourceRecord change(String op, long id, @Nullable Long before, @Nullable Long after) {
        boolean hasBefore = op.equals("u") || op.equals("d");
        Struct envelope = new Struct(ENVELOPE)
                .put("before", hasBefore ? row(id, before) : null)
                .put("after", op.equals("d") ? null : row(id, after))
                .put("source", new Struct(SOURCE))
                .put("op", op);
        return record(id, envelope);
    }

    private static Struct row(long id, @Nullable Long site) {
        return new Struct(ROW).put("idvisit", id).put("idsite", site);
    }

    private static SourceRecord tombstone(long id) {
        return record(id, null);
    }

    /// The delete half of a key change, which is published in any case.
    private static SourceRecord withNewKey(SourceRecord delete) {
        delete.headers().addLong("__debezium.newkey", 99);
        return delete;
    }

    private static SourceRecord moved(SourceRecord record, String topic) {
        return record.newRecord(
                topic, null, record.keySchema(), record.key(), record.valueSchema(), record.value(), null);
    }

    private static SourceRecord record(long id, @Nullable Struct envelope) {
        return new SourceRecord(
                Map.of("server", "matomo"),
                Map.of("pos", id),
                VISITS,
                KEY,
                new Struct(KEY).put("idvisit", id),
                envelope == null ? null : ENVELOPE,
                envelope);
    }
}
