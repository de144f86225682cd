package dev.millrace.query.vector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DotProductTest {
    private final long seed = Long.getLong("seed", System.nanoTime());
    private final Random random = new Random(seed);

    static Stream<DotProduct> all() {
        return Stream.of(new ScalarDot(), new SimdDot());
    }

    @ParameterizedTest
    @MethodSource("all")
    void isTheSumOfTheProductsWhateverTheLength(DotProduct dot) {
        for (int length : IntStream.concat(IntStream.range(1, 140), IntStream.of(384, 512))
                .toArray()) {
            int offset = random.nextInt(20);
            float[] query = new float[length];
            float[] floats = new float[offset + length + 3];
            byte[] bytes = new byte[floats.length];
            random.nextBytes(bytes);
            double ofFloats = 0;
            double ofBytes = 0;
            for (int i = 0; i < length; i++) {
                query[i] = (float) random.nextGaussian();
                floats[offset + i] = (float) random.nextGaussian();
                ofFloats += (double) query[i] * floats[offset + i];
                ofBytes += (double) query[i] * bytes[offset + i];
            }
            assertThat((double) dot.of(query, floats, offset))
                    .as("seed %d, %d floats", seed, length)
                    .isCloseTo(ofFloats, within(1e-3));
            assertThat((double) dot.of(query, bytes, offset))
                    .as("seed %d, %d bytes", seed, length)
                    .isCloseTo(ofBytes, within(1e-1));
        }
    }

    @Test
    void aJvmWithoutOptimizingCompilerCountsOneByOne() {
        // As tests run, and the parts of a stack on a small machine (docs/decisions/0008).
        assertThat(DotProduct.best()).isInstanceOf(ScalarDot.class);
    }
}
