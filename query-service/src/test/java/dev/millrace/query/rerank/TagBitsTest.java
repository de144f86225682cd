package dev.millrace.query.rerank;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.contract.features.TagSet;
import dev.millrace.contract.id.ItemId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Every pair against [TagSet]. Replay a failure with `-Dseed=`.
class TagBitsTest {
    private final long seed = Long.getLong("seed", System.nanoTime());
    private final Random random = new Random(seed);

    /// One word of bits is filled by 64 tags: 200 take several.
    @Test
    void comparesAsSetsOfTagsDo() {
        for (int round = 0; round < 200; round++) {
            int vocabulary = 1 + random.nextInt(200);
            check(candidates(random.nextInt(60), vocabulary, 8));
        }
        check(candidates(60, 200, 40));
    }

    @Test
    void whereNoneHasTagsNothingIsKnown() {
        check(candidates(3, 1, 0));
        assertThat(TagBits.of(candidates(2, 1, 0)).jaccard(0, 1)).isNaN();
    }

    private void check(List<Ranked> candidates) {
        TagBits bits = TagBits.of(candidates);
        for (int left = 0; left < candidates.size(); left++) {
            for (int right = 0; right < candidates.size(); right++) {
                TagSet mine = candidates.get(left).tags();
                TagSet yours = candidates.get(right).tags();
                Double expected = mine.isEmpty() || yours.isEmpty() ? Double.NaN : mine.jaccard(yours);
                assertThat(bits.jaccard(left, right))
                        .as("%d and %d of %d, seed %d", left, right, candidates.size(), seed)
                        .isEqualTo(expected); // boxed: NaN is equal to itself
            }
        }
    }

    private List<Ranked> candidates(int size, int vocabulary, int mostTags) {
        List<Ranked> candidates = new ArrayList<>();
        for (int number = 1; number <= size; number++) {
            Set<String> words = new HashSet<>();
            for (int count = random.nextInt(mostTags + 1); count > 0; count--) {
                words.add("tag" + random.nextInt(vocabulary));
            }
            candidates.add(new Ranked(ItemId.dataset(number), 1, TagSet.of(words), ""));
        }
        return candidates;
    }
}
