package dev.millrace.stack.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PaceTest {
    private static final long MS = TimeUnit.MILLISECONDS.toNanos(1);

    @Test
    void rowsAreDueAtTheirTimesHoweverLateTheCallerIs() {
        Pace pace = new Pace(1_000, 0);
        assertThat(pace.next(3, 0)).isZero();
        assertThat(pace.next(1, 0)).isEqualTo(3 * MS);
        assertThat(pace.next(1, 10 * MS)).isZero();
        assertThat(pace.next(1, 4 * MS)).isEqualTo(MS);
    }

    @Test
    void aLongStandstillIsNotMadeUpFor() {
        Pace pace = new Pace(10, 0);
        long now = TimeUnit.SECONDS.toNanos(100);
        int caughtUp = 0;
        while (pace.next(1, now) == 0) {
            caughtUp++;
        }
        assertThat(caughtUp).isBetween(20, 21);
    }
}
