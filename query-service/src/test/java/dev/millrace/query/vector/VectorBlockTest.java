package dev.millrace.query.vector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class VectorBlockTest {
    private static final int DIMENSION = 384;
    private static final int COUNT = 200;

    private final long seed = Long.getLong("seed", System.nanoTime());
    private final TestVectors vectors = new TestVectors(seed, DIMENSION);

    @Test
    void bytesErrByLessThanAThousandth() {
        VectorBlock block = VectorBlock.of(Storage.INT8, DIMENSION, COUNT);
        double squares = 0;
        for (int slot = 0; slot < COUNT; slot++) {
            float[] vector = vectors.next();
            float[] query = vectors.next();
            block.set(slot, vector);
            double error = block.dot(query, slot) - TestVectors.dot(query, vector);
            squares += error * error;
        }
        assertThat(Math.sqrt(squares / COUNT)).as("seed %d", seed).isLessThan(0.001);
    }

    @ParameterizedTest
    @EnumSource
    void whatComesBackIsHeldAsItWas(Storage storage) {
        VectorBlock block = VectorBlock.of(storage, DIMENSION, 2);
        for (int round = 0; round < COUNT; round++) {
            float[] vector = vectors.next();
            block.set(0, vector);
            float[] kept = new float[DIMENSION];
            block.get(0, kept);
            assertThat(block.holds(0, vector)).as("seed %d", seed).isTrue();
            assertThat(block.holds(0, kept)).as("seed %d", seed).isTrue();
            assertThat(block.holds(0, vectors.next())).as("seed %d", seed).isFalse();
            assertThat(TestVectors.dot(vector, kept)).as("seed %d", seed).isCloseTo(1, within(3e-3));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aCopyIsTheSame(Storage storage) {
        VectorBlock from = VectorBlock.of(storage, DIMENSION, 3);
        VectorBlock to = VectorBlock.of(storage, DIMENSION, 1);
        float[] vector = vectors.next();
        from.set(2, vector);

        to.copy(from, 2, 0);

        assertThat(to.dot(vector, 0)).isEqualTo(from.dot(vector, 2));
    }

    @Test
    void aVectorOfZeroesHasNothingInCommonWithAny() {
        VectorBlock block = VectorBlock.of(Storage.INT8, DIMENSION, 1);
        block.set(0, new float[DIMENSION]);
        assertThat(block.dot(vectors.next(), 0)).isZero();
    }
}
