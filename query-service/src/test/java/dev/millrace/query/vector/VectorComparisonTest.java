package dev.millrace.query.vector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.millrace.contract.id.ItemId;
import dev.millrace.query.rerank.VectorCosine;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every index compares its items as their vectors do.
class VectorComparisonTest {
    private static final int DIMENSION = 48;
    private static final int CAPACITY = 100;
    private static final HnswSettings SETTINGS = new HnswSettings(16, 100, 100);

    private final long seed = Long.getLong("seed", System.nanoTime());
    private final TestVectors vectors = new TestVectors(seed, DIMENSION);
    private final Map<ItemId, float[]> oracle = new HashMap<>();

    static Stream<VectorIndex> indexes() {
        return Stream.of(
                new ExactIndex(Storage.FLOAT, DIMENSION, CAPACITY),
                new ExactIndex(Storage.INT8, DIMENSION, CAPACITY),
                new FlatHnsw(Storage.FLOAT, DIMENSION, CAPACITY, SETTINGS),
                new FlatHnsw(Storage.INT8, DIMENSION, CAPACITY, SETTINGS),
                new HnswlibIndex(DIMENSION, CAPACITY, SETTINGS));
    }

    private void put(VectorIndex index, ItemId id) {
        float[] vector = vectors.next();
        assertThat(index.put(id, vector)).isEqualTo(VectorIndex.Put.TAKEN);
        oracle.put(id, vector);
    }

    @ParameterizedTest
    @MethodSource("indexes")
    void itemsAreComparedByTheVectorsThatTheyHaveNow(VectorIndex index) {
        List<ItemId> items = new ArrayList<>();
        for (int number = 1; number <= 50; number++) {
            items.add(ItemId.dataset(number));
            put(index, items.getLast());
        }
        put(index, items.get(3));
        index.remove(items.get(5));
        oracle.remove(items.get(5));
        VectorCosine compared = index.compare(items);
        for (int left = 0; left < items.size(); left++) {
            for (int right = 0; right < items.size(); right++) {
                float[] one = oracle.get(items.get(left));
                float[] other = oracle.get(items.get(right));
                double expected = one == null || other == null ? Double.NaN : TestVectors.dot(one, other);
                if (Double.isNaN(expected)) {
                    assertThat(compared.of(left, right)).isNaN();
                } else {
                    assertThat(compared.of(left, right))
                            .as("seed %d, %d and %d", seed, left, right)
                            .isCloseTo(expected, within(0.02));
                }
            }
        }
    }
}
