package dev.millrace.cdc.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TableReadingTest {
    private static final List<String> NONE = List.of();
    private static final List<String> ORDERS = List.of("order_tab");

    private final MovingClock clock = new MovingClock();
    private final TableReading reading = new TableReading(clock);

    @Test
    void it_ends_with_the_first_stored_offset_that_names_no_table() {
        assertThat(reading.request("7", "order_tab", 10)).isTrue();
        reading.stored(false, "", NONE);
        assertThat(reading.isRunning()).as("an offset from before the reading").isTrue();

        reading.stored(true, "7", ORDERS);
        clock.pass(Duration.ofSeconds(10));
        reading.row();
        assertThat(reading.report().percent()).contains(10);
        assertThat(reading.report().remaining()).contains(Duration.ofSeconds(90));

        reading.stored(false, "", NONE);
        assertThat(reading.isRunning()).isFalse();
        assertThat(reading.failure()).isNull();
        assertThat(reading.report().percent()).contains(100);
        assertThat(reading.report().rowsByTable()).isEqualTo(Map.of("order_tab", 1L));
    }

    @Test
    void a_table_that_is_read_within_one_batch_is_noticed() {
        reading.request("7", "order_tab", 0);
        reading.stored(true, "7", NONE);
        assertThat(reading.isRunning()).isFalse();
    }

    @Test
    void a_table_without_a_row_ends_though_no_offset_ever_names_it() {
        reading.request("7", "order_tab", 0);
        reading.scanned("order_tab", "");
        assertThat(reading.isRunning()).isTrue();
        reading.stored(false, "", NONE);
        assertThat(reading.isRunning()).isFalse();
        assertThat(reading.failure()).isNull();
    }

    @Test
    void after_a_restart_the_stored_offset_tells_what_is_still_read() {
        reading.row();
        reading.stored(true, "7", ORDERS);
        assertThat(reading.isRunning()).isTrue();
        assertThat(reading.table()).isEqualTo("order_tab");
        assertThat(reading.id()).isEqualTo("7");
        reading.row();
        assertThat(reading.report().rows()).isEqualTo(2);
        assertThat(reading.report().percent())
                .as("how many are left is not known")
                .isEmpty();
        assertThat(reading.report().remaining()).isEmpty();
    }

    @Test
    void a_reading_that_was_cut_off_goes_on_under_its_first_id() {
        reading.request("7", "order_tab", 10);
        reading.stored(true, "7", ORDERS);
        reading.row();

        reading.askedAgain("7", "order_tab");
        clock.pass(Duration.ofHours(3));
        reading.stored(false, "", NONE);
        assertThat(reading.isRunning())
                .as("an offset from before its place in the binlog, however far that is")
                .isTrue();

        reading.stored(true, "7~abc", ORDERS);
        reading.row();
        reading.stored(false, "", NONE);
        assertThat(reading.isRunning()).isFalse();
        assertThat(reading.id()).isEqualTo("7");
        assertThat(reading.report().rows()).isEqualTo(2);
    }

    @Test
    void what_debezium_said_before_the_cut_counts_no_more() {
        reading.request("7", "order_tab", 10);
        reading.stored(true, "7", ORDERS);
        reading.scanned("order_tab", "a query failed");

        reading.askedAgain("7", "order_tab");
        reading.stored(false, "", NONE);
        assertThat(reading.isRunning()).isTrue();
        assertThat(reading.failure()).isNull();
    }

    @Test
    void a_snapshot_of_all_tables_takes_the_place_of_a_reading_that_was_cut_off() {
        reading.askedAgain("7", "order_tab");
        reading.superseded();
        assertThat(reading.isRunning()).isFalse();
        assertThat(reading.isKnown()).isFalse();
    }

    @Test
    void it_waits_behind_another_one_as_long_as_it_takes() {
        reading.askedAgain("7", "order_tab");
        reading.stored(true, "6", ORDERS);
        clock.pass(Duration.ofHours(3));
        assertThat(reading.isRunning()).isTrue();
        assertThat(reading.failure()).isNull();
    }

    @Test
    void after_a_restart_it_is_known_before_it_goes_on() {
        reading.askedAgain("7", "order_tab");
        assertThat(reading.isRunning()).isTrue();
        assertThat(reading.request("8", "order_tab", 20)).isFalse();

        reading.stored(true, "7~abc", ORDERS);
        reading.stored(false, "", NONE);
        assertThat(reading.isRunning()).isFalse();
    }

    @Test
    void a_request_waits_behind_an_earlier_one_that_was_given_up() {
        reading.request("7", "order_tab", 10);
        clock.pass(Duration.ofMinutes(3));
        assertThat(reading.request("8", "order_tab", 20)).isTrue();

        reading.row();
        reading.scanned("order_tab", "");
        reading.stored(true, "7", ORDERS);
        clock.pass(Duration.ofMinutes(1));
        reading.stored(true, "7", NONE);
        clock.pass(Duration.ofMinutes(2));
        reading.stored(false, "", NONE);
        assertThat(reading.isRunning()).isTrue();
        assertThat(reading.report().rows()).isZero();
        assertThat(reading.failure()).isNull();

        reading.stored(true, "8", NONE);
        assertThat(reading.isRunning()).isFalse();
        assertThat(reading.report().percent()).contains(100);
    }

    @Test
    void one_at_a_time_and_a_failure_is_kept() {
        reading.request("7", "order_tab", 0);
        assertThat(reading.request("8", "dataset", 0)).isFalse();
        reading.scanned("dataset", "another table");
        reading.scanned("order_tab", "a query failed");
        reading.stored(true, "7", NONE);
        assertThat(reading.failure()).isEqualTo("a query failed");
        assertThat(reading.report().percent()).isNotEqualTo(Optional.of(100));
        assertThat(reading.request("8", "dataset", 0)).isTrue();
        assertThat(reading.failure()).isNull();
    }

    @Test
    void a_request_that_nobody_hears_ends_in_words() {
        reading.request("7", "order_tab", 0);
        clock.pass(Duration.ofMinutes(3));
        assertThat(reading.isRunning()).isFalse();
        assertThat(reading.failure()).contains("did not begin");
    }

    private static final class MovingClock extends Clock {
        private Instant now = Instant.ofEpochSecond(1_000);

        void pass(Duration time) {
            now = now.plus(time);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneOffset getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(java.time.ZoneId zone) {
            return this;
        }
    }
}
