package dev.millrace.cdc.publish;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.cdc.privacy.Redaction;
import dev.millrace.contract.capture.CapturedSource;
import dev.millrace.contract.capture.MatomoUserId;
import dev.millrace.contract.capture.SourceDatabase;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.Test;

class RawRecordsTest {
    private static final long COMMIT_MS = Records.COMMIT_US / 1_000;

    private final Changes changes = new Changes(CapturedSource.whole(SourceDatabase.BUSINESS, "shop", ""));

    @Test
    void key_and_value_are_json_without_schema_and_nulls_stay_null() {
        ProducerRecord<byte[], byte[]> message = only(Records.insert(1, 5), COMMIT_MS + 50);

        assertThat(message.topic()).isEqualTo("business.shop.order_tab");
        assertThat(text(message.key())).isEqualTo("{\"id\":5}");
        assertThat(text(message.value())).contains("\"after\":{\"id\":5,\"dataset_id\":5,\"pay_status\":null}");
    }

    @Test
    void a_streamed_row_has_the_time_of_its_commit() {
        assertThat(only(Records.insert(1, 5), COMMIT_MS + 50).timestamp()).isEqualTo(COMMIT_MS);
    }

    @Test
    void a_database_clock_that_is_ahead_does_not_stamp_the_future() {
        assertThat(only(Records.insert(1, 5), COMMIT_MS - 3_600_000).timestamp())
                .isEqualTo(COMMIT_MS - 3_600_000);
    }

    @Test
    void a_snapshot_row_has_the_time_of_the_connector() {
        SourceRecord read = Records.change("r", 1, null, Records.row(5, 5L));

        assertThat(only(read, COMMIT_MS + 50).timestamp()).isEqualTo(COMMIT_MS + 50);
    }

    @Test
    void the_text_of_a_statement_never_leaves() {
        SourceRecord delete = Records.deleteBy("DELETE FROM order_tab WHERE note = 'call Jane Doe'", 1, 5);

        assertThat(text(only(delete, COMMIT_MS + 50).value()))
                .contains("\"query\":null")
                .doesNotContain("Jane");
    }

    @Test
    void a_deleted_order_is_forgotten_under_both_names_of_its_table() {
        RawRecords raw = new RawRecords(new Redaction("a key for this test", MatomoUserId.ID), Clock.systemUTC());
        raw.of(changes.read(Records.delete(1, 5)).orElseThrow());

        assertThat(raw.of(changes.read(Records.tombstone(1, 5)).orElseThrow()))
                .satisfiesExactly(
                        tombstone -> assertThat(tombstone.topic()).isEqualTo("business.shop.order_tab"), tombstone -> {
                            assertThat(tombstone.topic()).isEqualTo("business.shop.task");
                            assertThat(text(tombstone.key())).isEqualTo("{\"id\":5}");
                            assertThat(tombstone.value()).isNull();
                        });
    }

    private ProducerRecord<byte[], byte[]> only(SourceRecord record, long nowMs) {
        Clock clock = Clock.fixed(Instant.ofEpochMilli(nowMs), ZoneOffset.UTC);
        RawRecords raw = new RawRecords(new Redaction("a key for this test", MatomoUserId.ID), clock);
        var messages = raw.of(changes.read(record).orElseThrow());
        assertThat(messages).hasSize(1);
        return messages.getFirst();
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
