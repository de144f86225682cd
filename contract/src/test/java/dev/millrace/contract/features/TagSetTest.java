package dev.millrace.contract.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TagSetTest {

    @Test
    void aTagHasTheSameNumberInEveryProcess() {
        assertThat(TagSet.code("sea")).isEqualTo(1335587936493320723L);
        assertThat(TagSet.code("海洋")).isEqualTo(2600618917743346807L);
        assertThat(TagSet.of(List.of("Sea", "sea", "SEA"))).isEqualTo(TagSet.of(List.of("sea")));
    }

    @Test
    void comparesAsSetsOfWordsAre() {
        long seed = Long.getLong("seed", System.nanoTime());
        Random random = new Random(seed);
        for (int round = 0; round < 5_000; round++) {
            Set<String> left = words(random);
            Set<String> right = words(random);
            Set<String> shared = new HashSet<>(left);
            shared.retainAll(right);
            Set<String> all = new HashSet<>(left);
            all.addAll(right);
            double expected = all.isEmpty() ? 0 : (double) shared.size() / all.size();
            assertThat(TagSet.of(left).jaccard(TagSet.of(right)))
                    .as("%s, %s, seed %d", left, right, seed)
                    .isEqualTo(expected);
        }
    }

    @Test
    void weighsTagsByTheActorsShares() {
        long seed = Long.getLong("seed", System.nanoTime());
        Random random = new Random(seed);
        for (int round = 0; round < 2_000; round++) {
            Map<String, Double> shares = new HashMap<>();
            words(random).forEach(word -> shares.put(word, random.nextDouble()));
            Set<String> tags = words(random);
            double expected = tags.stream()
                    .mapToDouble(tag -> shares.getOrDefault(tag, 0.0))
                    .sum();
            assertThat((double) new TagWeights(shares).sum(TagSet.of(tags)))
                    .as("%s, %s, seed %d", shares, tags, seed)
                    .isCloseTo(expected, within(1e-5));
        }
    }

    private static Set<String> words(Random random) {
        Set<String> words = new HashSet<>();
        for (int count = random.nextInt(12); count > 0; count--) {
            words.add("tag" + random.nextInt(20));
        }
        return words;
    }
}
