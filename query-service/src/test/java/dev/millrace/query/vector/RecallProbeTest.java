package dev.millrace.query.vector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.contract.id.ItemId;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RecallProbeTest {
    private static final int DIMENSION = 32;

    private final long seed = Long.getLong("seed", System.nanoTime());
    private final TestVectors vectors = new TestVectors(seed, DIMENSION);
    private final RecallProbe probe = new RecallProbe(new Random(seed));

    private VectorIndex filled(VectorIndex index) {
        for (int number = 1; number <= 1_000; number++) {
            index.put(ItemId.dataset(number), vectors.next());
        }
        return index;
    }

    @Test
    void exactSearchFindsAll() {
        VectorIndex index = filled(new ExactIndex(Storage.INT8, DIMENSION, 1_000));
        assertThat(probe.recall(index, 30, 10)).as("seed %d", seed).isEqualTo(1);
        assertThat(probe.recall(index, 5_000, 10)).as("seed %d", seed).isEqualTo(1);
    }

    @Test
    void aPoorGraphIsSeen() {
        var poor = new FlatHnsw(Storage.FLOAT, DIMENSION, 1_000, new HnswSettings(2, 2, 1));
        var good = new FlatHnsw(Storage.FLOAT, DIMENSION, 1_000, new HnswSettings(16, 100, 100));
        assertThat(probe.recall(filled(poor), 50, 10)).as("seed %d", seed).isBetween(0.0, 0.9);
        assertThat(probe.recall(filled(good), 50, 10)).as("seed %d", seed).isGreaterThan(0.95);
    }

    @Test
    void anEmptyIndexMissesNothing() {
        assertThat(probe.recall(new ExactIndex(Storage.INT8, DIMENSION, 10), 30, 10))
                .isEqualTo(1);
    }
}
