package dev.millrace.stack.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PercentilesTest {

    @Test
    void nearestRankOfKnownValues() {
        Percentiles percentiles = new Percentiles(List.of(15.0, 20.0, 35.0, 40.0, 50.0));
        assertThat(percentiles.at(5)).isEqualTo(15);
        assertThat(percentiles.at(30)).isEqualTo(20);
        assertThat(percentiles.at(40)).isEqualTo(20);
        assertThat(percentiles.at(50)).isEqualTo(35);
        assertThat(percentiles.at(100)).isEqualTo(50);
    }

    @Test
    void ninetyNineOfThreeHundredIsTheFourthLargest() {
        List<Double> values = new ArrayList<>();
        for (int i = 1; i <= 300; i++) {
            values.add((double) i);
        }
        Collections.shuffle(values, new Random(3));
        assertThat(new Percentiles(values).at(99)).isEqualTo(297);
    }

    @Test
    void nothingHasNoPercentiles() {
        assertThatThrownBy(() -> new Percentiles(List.of())).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void percentOutOfRangeIsRefused() {
        Percentiles one = new Percentiles(List.of(1.0));
        assertThatThrownBy(() -> one.at(0)).hasMessageContaining("at most 100");
        assertThatThrownBy(() -> one.at(101)).hasMessageContaining("at most 100");
    }
}
