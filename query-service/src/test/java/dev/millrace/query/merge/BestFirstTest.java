package dev.millrace.query.merge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BestFirstTest {

    @Test
    void sortsAsAComparatorDoes() {
        long seed = Long.getLong("seed", System.nanoTime());
        Random random = new Random(seed);
        for (int round = 0; round < 1_000; round++) {
            int count = random.nextInt(50);
            int[] numbers = random.ints(count, 0, 1_000).toArray();
            float[] scores = new float[count + 3];
            for (int place = 0; place < count; place++) {
                scores[place] = random.nextBoolean() ? random.nextFloat() : random.nextInt(3) / 2f * -0f;
            }
            Integer[] expected = IntStream.range(0, count)
                    .boxed()
                    .sorted(Comparator.<Integer>comparingDouble(place -> -scores[place] + 0.0)
                            .thenComparing(place -> numbers[place])
                            .thenComparing(Comparator.naturalOrder()))
                    .toArray(Integer[]::new);
            assertThat(BestFirst.order(scores, count, (left, right) -> Integer.compare(numbers[left], numbers[right])))
                    .as("seed %d", seed)
                    .containsExactly(expected);
        }
    }
}
