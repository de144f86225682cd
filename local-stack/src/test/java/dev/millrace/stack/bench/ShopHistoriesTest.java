package dev.millrace.stack.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class ShopHistoriesTest {

    @Test
    void givesEveryUserSomeTwentyInteractions() {
        List<ShopHistories.Visit> visits = ShopHistories.of(5_000, 500);
        assertThat(visits).hasSize(500 * ShopHistories.VISITS_A_USER);
        assertThat(visits.stream().collect(Collectors.groupingBy(ShopHistories.Visit::user, Collectors.counting())))
                .hasSize(500)
                .containsEntry(1, 4L)
                .containsEntry(500, 4L);
        double interactions = visits.stream()
                .mapToInt(visit -> visit.items().size() + (visit.buys() ? 1 : 0))
                .sum();
        assertThat(interactions / 500).isCloseTo(20, Percentage.withPercentage(20));
    }

    @Test
    void staysWithinTheItemsAndTheLastDays() {
        assertThat(ShopHistories.of(100, 50)).allSatisfy(visit -> {
            assertThat(visit.items()).allMatch(item -> item >= 1 && item <= 100);
            assertThat(visit.secondsAgo()).isBetween(3_600, 7 * 24 * 3_600);
        });
    }

    @Test
    void isTheSameEachTime() {
        assertThat(ShopHistories.of(1_000, 100)).isEqualTo(ShopHistories.of(1_000, 100));
    }

    @Test
    void drawsArrivalsAtTheRateAndInOrder() {
        long[] due = Arrivals.of(500, 20, new Random(1));
        assertThat(due).hasSize(10_000).isSorted();
        assertThat((double) due[due.length - 1]).isCloseTo(20e9, Percentage.withPercentage(5));
    }

    @Test
    void makesVectorsOfLengthOneInClusters() {
        ShopVectors vectors = new ShopVectors();
        float[][] some = new float[400][];
        for (int i = 0; i < some.length; i++) {
            some[i] = vectors.next();
        }
        assertThat(dot(some[0], some[0])).isCloseTo(1, Percentage.withPercentage(0.01));
        long near = 0;
        for (int i = 1; i < some.length; i++) {
            near += dot(some[0], some[i]) > 0.4 ? 1 : 0;
        }
        assertThat(near).as("of 399 in 100 clusters").isBetween(1L, 20L);
    }

    private static double dot(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }
}
