package dev.millrace.query.rerank;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SystematicSampleTest {

    @Test
    void probabilitiesAreProportionalToWeights() {
        SystematicSample sample = new SystematicSample(new double[] {1, 2, 5}, 1.2);
        assertThat(probabilities(sample, 3)).containsExactly(new double[] {0.15, 0.3, 0.75}, within(1e-9));
    }

    @Test
    void whatWouldExceedOneIsCertainAndTheOthersShareTheRest() {
        SystematicSample sample = new SystematicSample(new double[] {1, 100, 1, 8}, 2.5);
        assertThat(probabilities(sample, 4)).containsExactly(new double[] {0.25, 1, 0.25, 1}, within(1e-9));
        assertThat(probabilities(new SystematicSample(new double[] {3, 1}, 2), 2))
                .containsExactly(1, 1);
        assertThat(new SystematicSample(new double[0], 0).draw(new SplittableRandom(1)))
                .isEmpty();
    }

    @Test
    void drawsAsManyAsExpectedRoundedDownOrUpWithoutRepeats() {
        long seed = Long.getLong("seed", System.nanoTime());
        Random random = new Random(seed);
        for (int round = 0; round < 5_000; round++) {
            double[] weights = random.doubles(1 + random.nextInt(12), 0.01, 1).toArray();
            double expected = random.nextDouble() * weights.length;
            SystematicSample sample = new SystematicSample(weights, expected);
            assertThat(Arrays.stream(probabilities(sample, weights.length)).sum())
                    .as("seed %d", seed)
                    .isCloseTo(expected, within(1e-9));
            int[] drawn = sample.draw(new SplittableRandom(random.nextLong()));
            assertThat(drawn.length).as("seed %d", seed).isBetween((int) Math.floor(expected), (int)
                    Math.ceil(expected));
            assertThat(Arrays.stream(drawn).distinct().count())
                    .as("seed %d", seed)
                    .isEqualTo(drawn.length);
        }
    }

    private static double[] probabilities(SystematicSample sample, int count) {
        return IntStream.range(0, count).mapToDouble(sample::probability).toArray();
    }
}
