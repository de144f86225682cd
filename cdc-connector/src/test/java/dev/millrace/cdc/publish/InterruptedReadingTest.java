package dev.millrace.cdc.publish;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.cdc.publish.InterruptedReading.Table;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.math.BigInteger;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class InterruptedReadingTest {
    private static final ByteBuffer QUIET = bytes("{\"file\":\"binlog.000001\",\"pos\":4,\"gtids\":\"a:1-5\"}");

    @Test
    void an_offset_from_a_quiet_time_has_none_and_stays_as_it_is() {
        OffsetLedger ledger = new OffsetLedger();
        ledger.restore(Map.of(bytes("key"), QUIET));

        assertThat(InterruptedReading.of(QUIET)).isEmpty();
        assertThat(ledger.read(List.of(bytes("key")))).containsEntry(bytes("key"), QUIET);
    }

    @Test
    void tables_and_the_last_key_are_known() throws IOException {
        InterruptedReading reading =
                InterruptedReading.of(offset(new Object[] {7L, BigInteger.TEN})).orElseThrow();

        assertThat(reading.id()).isEqualTo("r-1");
        assertThat(reading.tables())
                .containsExactly(new Table("shop.order_tab", "price > 3"), new Table("shop.dataset", ""));
        assertThat(reading.lastKey()).containsExactly(7L, BigInteger.TEN);
    }

    @Test
    void a_key_that_is_not_of_numbers_counts_as_none() throws IOException {
        for (Object[] key : new Object[][] {null, {"text"}, {7L, null}, {URI.create("http://a")}}) {
            assertThat(InterruptedReading.of(offset(key)).orElseThrow().lastKey())
                    .isEmpty();
        }
    }

    @Test
    void the_engine_gets_the_offset_without_it_once_it_is_asked_for_again() throws IOException {
        OffsetLedger ledger = new OffsetLedger();
        List<String> asked = new ArrayList<>();
        ledger.onInterruptedReading(reading -> asked.add(reading.id()));
        ledger.restore(Map.of(bytes("key"), offset(new Object[] {7L})));

        assertThat(ledger.read(List.of(bytes("key")))).containsEntry(bytes("key"), QUIET);
        assertThat(ledger.read(List.of(bytes("key")))).containsEntry(bytes("key"), QUIET);
        assertThat(asked).containsExactly("r-1");
    }

    @Test
    void the_mark_of_a_row_that_was_read_goes_after_the_end_of_the_reading_too() {
        ByteBuffer marked =
                bytes("{\"file\":\"binlog.000001\",\"pos\":4,\"gtids\":\"a:1-5\",\"snapshot\":\"INCREMENTAL\"}");
        ByteBuffer initial = bytes("{\"file\":\"binlog.000001\",\"pos\":4,\"snapshot\":\"INITIAL\"}");

        assertThat(InterruptedReading.without(marked)).isEqualTo(QUIET);
        assertThat(InterruptedReading.without(initial)).isEqualTo(initial);
    }

    @Test
    void two_places_of_one_reading_are_told_apart() throws IOException {
        InterruptedReading seven =
                InterruptedReading.of(offset(new Object[] {7L})).orElseThrow();
        InterruptedReading eight =
                InterruptedReading.of(offset(new Object[] {8L})).orElseThrow();

        assertThat(seven.state()).isNotEqualTo(eight.state());
    }

    private static ByteBuffer offset(Object[] key) throws IOException {
        ByteArrayOutputStream serialized = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(serialized)) {
            out.writeObject(key);
        }
        return bytes("""
                {"file":"binlog.000001","pos":4,"gtids":"a:1-5","snapshot":"INCREMENTAL",\
                "incremental_snapshot_correlation_id":"r-1","incremental_snapshot_primary_key":"%s",\
                "incremental_snapshot_collections":"[{\\"incremental_snapshot_collections_id\\":\\"shop.order_tab\\",\
                \\"incremental_snapshot_collections_additional_condition\\":\\"price > 3\\"},\
                {\\"incremental_snapshot_collections_id\\":\\"shop.dataset\\"}]"}""".formatted(HexFormat.of().formatHex(serialized.toByteArray())));
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }
}
