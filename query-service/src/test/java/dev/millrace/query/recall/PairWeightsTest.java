package dev.millrace.query.recall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.millrace.contract.id.ItemId;
import dev.millrace.query.recall.NeighbourEvidence.Pair;
import java.util.List;
import org.junit.jupiter.api.Test;

class PairWeightsTest {
    private static final NeighbourEvidence ITEM = new NeighbourEvidence(400, 16, List.of());

    private static Pair pair(long next, long before, long activity, long actors) {
        return new Pair(ItemId.dataset(2), next, before, activity, actors);
    }

    @Test
    void addsUpBothSources() {
        // next 100 / 600, before 3 / 8
        double score = new PairWeights(0.5, 0, 0.5, 0.5).score(ITEM, pair(100, 3, 900, 4));
        assertThat(score).isCloseTo((100 / 600.0 + 0.5 * 3 / 8) / 1.5, within(1e-12));
    }

    @Test
    void aHigherExponentDampsPopularCandidates() {
        Pair rare = pair(50, 0, 100, 1);
        Pair popular = pair(200, 0, 2_500, 30);
        PairWeights even = new PairWeights(0, 0, 0.5, 0.4);
        PairWeights damping = new PairWeights(0, 0, 0.5, 0.6);
        assertThat(even.score(ITEM, popular)).isGreaterThan(even.score(ITEM, rare));
        assertThat(damping.score(ITEM, popular)).isLessThan(damping.score(ITEM, rare));
    }

    @Test
    void countsThatAreReadWhileTheyGrowNeverScoreAboveOne() {
        assertThat(new PairWeights(1, 0, 0.5, 0.5).score(ITEM, pair(1_000, 50, 10, 1)))
                .isEqualTo(1);
        assertThat(new PairWeights(1, 0, 0.5, 0.5).score(ITEM, pair(0, 0, 0, 0)))
                .isZero();
    }

    @Test
    void refusesWhatMakesNoSense() {
        assertThatThrownBy(() -> new PairWeights(-1, 0, 0.5, 0.5)).hasMessageContaining("before must be 0..10");
        assertThatThrownBy(() -> new PairWeights(0, -1, 0.5, 0.5)).hasMessageContaining("shrinkage");
        assertThatThrownBy(() -> new PairWeights(0, 0, 2, 0.5)).hasMessageContaining("own exponent");
        assertThatThrownBy(() -> new PairWeights(0, 0, 0.5, Double.NaN)).hasMessageContaining("other exponent");
    }
}
