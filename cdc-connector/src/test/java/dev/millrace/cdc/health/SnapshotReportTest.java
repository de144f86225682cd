package dev.millrace.cdc.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SnapshotReportTest {

    @Test
    void pace_gives_share_and_time_left() {
        SnapshotReport half = report(true, Map.of("dataset", 100L, "order_tab", 400L), 1_000, 10);

        assertThat(half.rows()).isEqualTo(500);
        assertThat(half.percent()).contains(50);
        assertThat(half.remaining()).contains(Duration.ofSeconds(10));
    }

    @Test
    void an_estimate_that_was_too_low_never_says_done() {
        SnapshotReport more = report(true, Map.of("order_tab", 5_000L), 1_000, 10);

        assertThat(more.percent()).contains(99);
        assertThat(more.remaining()).isEmpty();
    }

    @Test
    void before_the_first_row_and_after_the_last_nothing_is_guessed() {
        assertThat(report(true, Map.of(), 1_000, 5).remaining()).isEmpty();
        assertThat(report(true, Map.of(), 0, 5).percent()).isEmpty();
        assertThat(report(false, Map.of("order_tab", 7L), 1_000, 5).percent()).contains(100);
        assertThat(report(false, Map.of("order_tab", 7L), 1_000, 5).remaining()).isEmpty();
    }

    private static SnapshotReport report(boolean running, Map<String, Long> rows, long expected, long seconds) {
        return new SnapshotReport(running, !running, 2, running ? 1 : 0, rows, expected, Duration.ofSeconds(seconds));
    }
}
