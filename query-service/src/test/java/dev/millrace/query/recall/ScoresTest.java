package dev.millrace.query.recall;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.contract.id.ItemId;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ScoresTest {

    /// It grows from one place on.
    @Test
    void theBestAreThoseOfAMapBestFirstAndTiesByItem() {
        long seed = Long.getLong("seed", System.nanoTime());
        Random random = new Random(seed);
        for (int round = 0; round < 200; round++) {
            Scores scores = new Scores(random.nextInt(3));
            Map<Long, Double> oracle = new HashMap<>();
            for (int step = 0; step < 300; step++) {
                long code = 2 + random.nextInt(200);
                double score = random.nextInt(-1, 5);
                switch (random.nextInt(3)) {
                    case 0 -> {
                        scores.put(code, Math.max(0, score));
                        oracle.put(code, Math.max(0, score));
                    }
                    case 1 -> {
                        scores.add(code, score);
                        oracle.merge(code, Math.max(0, score), Double::sum);
                    }
                    default -> {
                        scores.raise(code, Math.max(0, score));
                        oracle.merge(code, Math.max(0, score), Math::max);
                    }
                }
            }
            int limit = 1 + random.nextInt(250);
            List<Candidate> expected = oracle.entrySet().stream()
                    .filter(entry -> entry.getValue() > 0 && entry.getKey() % 7 != 0)
                    .map(entry -> new Candidate(entry.getKey(), entry.getValue()))
                    .sorted(Comparator.comparingDouble(Candidate::score)
                            .reversed()
                            .thenComparing(Candidate::id))
                    .limit(limit)
                    .toList();
            assertThat(scores.best(code -> code % 7 != 0, limit))
                    .as("seed %d, round %d", seed, round)
                    .isEqualTo(expected);
        }
    }

    @Test
    void onlyAsManyAreAskedAboutAsAreNeeded() {
        Scores scores = new Scores(10);
        for (int number = 1; number <= 10; number++) {
            scores.put(ItemId.dataset(number).code(), number);
        }
        int[] asked = {0};
        scores.best(
                _ -> {
                    asked[0]++;
                    return true;
                },
                3);
        assertThat(asked[0]).isEqualTo(3);
    }
}
