package dev.millrace.cdc.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.debezium.engine.RecordChangeEvent;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.Test;

class TablesInReadingTest {
    private static final Map<String, Object> QUIET = Map.of("file", "binlog.000001", "pos", 4L);
    private static final Map<String, Object> READING = Map.of(
            "incremental_snapshot_correlation_id",
            "7",
            "incremental_snapshot_collections",
            "[{\"incremental_snapshot_collections_id\":\"shop.order_tab\"}]");

    @Test
    void a_batch_from_a_quiet_time_names_nothing() {
        assertThat(of(QUIET, QUIET)).isEqualTo(new TablesInReading(false, "", List.of()));
    }

    @Test
    void the_last_offset_says_what_is_left() {
        assertThat(of(QUIET, READING)).isEqualTo(new TablesInReading(true, "7", List.of("shop.order_tab")));
    }

    @Test
    void a_reading_that_ends_within_the_batch_is_noticed() {
        assertThat(of(READING, QUIET)).isEqualTo(new TablesInReading(true, "7", List.of()));
    }

    @SafeVarargs
    private static TablesInReading of(Map<String, Object>... offsets) {
        return TablesInReading.of(
                Stream.of(offsets).map(TablesInReadingTest::event).toList());
    }

    private static RecordChangeEvent<SourceRecord> event(Map<String, Object> offset) {
        SourceRecord source = new SourceRecord(Map.of(), offset, "topic", null, null);
        return () -> source;
    }
}
