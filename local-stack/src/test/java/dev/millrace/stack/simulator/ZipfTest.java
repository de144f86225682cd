package dev.millrace.stack.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class ZipfTest {

    @Test
    void rankOneIsDrawnHalfAsOftenAsRankZero() {
        Zipf zipf = new Zipf();
        SplittableRandom random = new SplittableRandom(5);
        int[] drawn = new int[100];
        for (int i = 0; i < 200_000; i++) {
            drawn[zipf.draw(random, 100)]++;
        }
        assertThat((double) drawn[0] / drawn[1]).isCloseTo(2, Percentage.withPercentage(10));
        assertThat((double) drawn[0] / drawn[9]).isCloseTo(10, Percentage.withPercentage(10));
        assertThat(drawn[99]).isPositive();
    }

    @Test
    void theRangeMayGrow() {
        Zipf zipf = new Zipf();
        SplittableRandom random = new SplittableRandom(5);
        assertThat(zipf.draw(random, 1)).isZero();
        for (int n = 1; n < 1_000; n++) {
            assertThat(zipf.draw(random, n)).isBetween(0, n - 1);
        }
    }
}
