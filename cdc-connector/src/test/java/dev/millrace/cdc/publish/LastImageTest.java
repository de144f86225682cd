package dev.millrace.cdc.publish;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.millrace.contract.capture.SourceTable;
import dev.millrace.contract.topic.Partitions;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class LastImageTest {
    private static final int HOME = Partitions.of("ds:5");
    private static final SnapshotMark MARK = new SnapshotMark("binlog.000007", 155, 1_700_000_000_123_456L, Map.of());
    private static final String ROW =
            "{\"id\":18446744073709551615,\"dataset_id\":5,\"price\":\"1.50\",\"f\":0.10000000000000000001}";

    @Test
    void the_delete_holds_the_last_row_to_the_last_digit_as_of_the_snapshot() throws Exception {
        LastImage image = image(
                HOME,
                "{\"before\":null,\"after\":" + ROW + ",\"source\":{\"db\":\"shop\",\"file\":\"f\","
                        + "\"gtid\":\"x:1\",\"ts_us\":5000},\"op\":\"c\",\"ts_ms\":1}");

        var delete = image.delete(MARK, 42);

        String text = new String(delete.value(), StandardCharsets.UTF_8);
        assertThat(text).startsWith("{\"before\":" + ROW + ",\"after\":null,");
        var envelope = new JsonMapper().readTree(text);
        assertThat(envelope.path("op").asText()).isEqualTo("d");
        assertThat(envelope.path("source").path("db").asText()).isEqualTo("shop");
        assertThat(envelope.path("source").path("file").asText()).isEqualTo("binlog.000007");
        assertThat(envelope.path("source").path("ts_us").asLong()).isEqualTo(1_700_000_000_123_456L);
        assertThat(envelope.path("source").path("gtid").isNull()).isTrue();
        assertThat(List.of(delete.partition(), image.tombstone(42).partition())).containsOnly(HOME);
        assertThat(image.tombstone(42).value()).isNull();
        assertThat(image.commitTimeUs()).isEqualTo(5_000);
    }

    @Test
    void a_row_is_alive_only_where_its_route_leads_and_while_it_has_an_image() {
        String here = "{\"after\":{\"id\":1,\"dataset_id\":5}}";
        assertThat(image(HOME, here).isAliveHere()).isTrue();
        assertThat(image((HOME + 1) % 4, here).isAliveHere()).as("moved away").isFalse();
        assertThat(image(HOME, "{\"before\":{\"id\":1},\"after\":null,\"op\":\"d\"}")
                        .isAliveHere())
                .isFalse();
        assertThat(image(2, "{\"after\":{\"id\":1,\"dataset_id\":null}}").isAliveHere())
                .as("without a route it lies where its key leads")
                .isTrue();
    }

    @Test
    void a_mark_and_a_purge_note_survive_their_bytes() {
        SnapshotMark mark = new SnapshotMark("f", 4, 5, Map.of("t", List.of(0L, 7L)));
        assertThat(SnapshotMark.parse(mark.stored("e").value())).isEqualTo(mark);
        assertThat(mark.isVoid()).isFalse();
        assertThat(MARK.isVoid()).isTrue();

        var note = PurgeNotes.of("business.shop.order_tab", "{\"id\":1}".getBytes(StandardCharsets.UTF_8), 77);
        var read = new ConsumerRecord<>("cdc-purged", 0, 0, note.key(), note.value());
        assertThat(PurgeNotes.topic(read)).isEqualTo("business.shop.order_tab");
        assertThat(PurgeNotes.key(read)).asString().isEqualTo("{\"id\":1}");
        assertThat(PurgeNotes.commitTimeUs(read)).isEqualTo(77);
    }

    private static LastImage image(int partition, String envelope) {
        return LastImage.of(
                SourceTable.ORDER_TAB,
                new ConsumerRecord<>(
                        "business.shop.order_tab",
                        partition,
                        9,
                        "{\"id\":1}".getBytes(StandardCharsets.UTF_8),
                        envelope.getBytes(StandardCharsets.UTF_8)));
    }
}
