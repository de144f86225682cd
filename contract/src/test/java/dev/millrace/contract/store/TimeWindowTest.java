package dev.millrace.contract.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class TimeWindowTest {
    private static final long NOON = Instant.parse("2026-03-10T12:00:00Z").toEpochMilli();

    @Test
    void aWindowSpansItsLength() {
        assertThat(spanOf(TimeWindow.HOUR)).isEqualTo(Duration.ofHours(1));
        assertThat(spanOf(TimeWindow.DAY)).isEqualTo(Duration.ofHours(24));
        assertThat(spanOf(TimeWindow.WEEK)).isEqualTo(Duration.ofDays(7));
    }

    @Test
    void theBucketThatIsBeingFilledIsTheNewest() {
        assertThat(TimeWindow.HOUR.firstBucket(NOON)).isEqualTo(TimeWindow.HOUR.bucketOf(NOON) - 59);
        assertThat(TimeWindow.HOUR.bucketOf(NOON - 1)).isEqualTo(TimeWindow.HOUR.bucketOf(NOON) - 1);
        assertThat(TimeWindow.HOUR.bucketOf(-1)).isEqualTo(-1);
    }

    @Test
    void labelsAreTheOnesOfTheApi() {
        assertThat(TimeWindow.ofLabel("24h")).contains(TimeWindow.DAY);
        assertThat(TimeWindow.ofLabel("2h")).isEmpty();
    }

    private static Duration spanOf(TimeWindow window) {
        return Duration.ofMillis(window.bucketMs() * window.buckets());
    }
}
