package dev.millrace.stack.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.query.vector.ExactIndex;
import dev.millrace.query.vector.Hit;
import dev.millrace.query.vector.Storage;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class IvfFlatTest {
    private static final int COUNT = 900;
    private static final int K = 20;

    private final VectorSet set = VectorSet.substitute();
    private final float[][] base = Arrays.copyOf(set.base(), COUNT);

    private double recall(int probes) {
        IvfFlat ivf = new IvfFlat(base);
        ExactIndex exact = new ExactIndex(Storage.FLOAT, base[0].length, COUNT);
        for (int slot = 0; slot < COUNT; slot++) {
            exact.put(VectorSearch.item(slot), base[slot]);
        }
        double found = 0;
        for (int query = 0; query < 40; query++) {
            Set<Long> nearest = exact.nearest(set.queries()[query], K).stream()
                    .map(Hit::id)
                    .map(id -> id.number() - 1)
                    .collect(Collectors.toSet());
            int[] slots = ivf.nearest(set.queries()[query], K, probes);
            assertThat(slots).doesNotHaveDuplicates().hasSizeLessThanOrEqualTo(K);
            found += IntStream.of(slots)
                    .filter(slot -> nearest.contains((long) slot))
                    .count();
        }
        return found / (40 * K);
    }

    @Test
    void findsAllInAllListsAndLessInFewer() {
        assertThat(new IvfFlat(base).lists()).isEqualTo(30);
        double inOne = recall(1);
        double inTen = recall(10);
        assertThat(recall(30)).isEqualTo(1);
        assertThat(inTen).isLessThan(1).isGreaterThan(inOne);
        assertThat(inOne).isGreaterThan(0.05);
    }
}
