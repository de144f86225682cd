package dev.millrace.stack.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class VectorSetTest {

    private static double dot(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (double) a[i] * b[i];
        }
        return sum;
    }

    @Test
    void theSubstituteIsTheSameEachTimeAndOfLengthOne() {
        VectorSet set = VectorSet.substitute();
        assertThat(set.base()).isDeepEqualTo(VectorSet.substitute().base());
        assertThat(set.base()).hasDimensions(10_000, 384);
        assertThat(set.queries()).hasDimensions(500, 384);
        for (int i = 0; i < 10_000; i += 97) {
            assertThat(dot(set.base()[i], set.base()[i])).isCloseTo(1, within(1e-5));
        }
    }

    @Test
    void copiesAreNearWhatTheyWereMadeOf() {
        VectorSet set = VectorSet.uniform();
        VectorSet tenfold = new VectorSet("few", Arrays.copyOf(set.base(), 200), set.queries()).tenfold();
        assertThat(tenfold.base()).hasDimensions(2_000, 128);
        for (int copy = 1; copy < 10; copy++) {
            for (int i = 0; i < 200; i++) {
                assertThat(dot(tenfold.base()[i], tenfold.base()[copy * 200 + i]))
                        .isBetween(0.7, 0.97);
            }
        }
    }

    @Test
    void halfOfTheItemsGetOtherWords() {
        VectorSet set = VectorSet.uniform();
        VectorSet half = set.halfTurned();
        assertThat(half.base()[4_999]).isNotEqualTo(set.base()[4_999]);
        assertThat(half.base()[5_000]).isEqualTo(set.base()[5_000]);
    }
}
