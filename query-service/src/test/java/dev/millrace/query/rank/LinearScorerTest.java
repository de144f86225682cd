package dev.millrace.query.rank;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.millrace.contract.features.Feature;
import dev.millrace.contract.features.FeatureLayout;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LinearScorerTest {

    private static float[] row(Map<Feature, Float> values) {
        float[] row = new float[FeatureLayout.WIDTH];
        for (Feature feature : Feature.values()) {
            row[feature.column()] = values.getOrDefault(feature, feature.missing());
        }
        return row;
    }

    private static float score(Ranker ranker, float[] row) {
        float[] scores = new float[1];
        ranker.score(row, 1, scores);
        return scores[0];
    }

    @Test
    void addsUpWeighedColumns() {
        LinearScorer scorer = LinearScorer.of(Map.of("fused", 0.5, "item_age_days", -0.001, "tag_jaccard", 0.0));
        assertThat(score(scorer, row(Map.of(Feature.FUSED, 0.8f, Feature.ITEM_AGE_DAYS, 100f))))
                .isCloseTo(0.3f, within(1e-6f));
        assertThat(score(scorer, row(Map.of(Feature.ITEM_AGE_DAYS, 1_000f)))).isZero();
        assertThat(score(LinearScorer.of(Map.of("fused", 3.0)), row(Map.of(Feature.FUSED, 0.5f))))
                .isEqualTo(1);
    }

    @Test
    void rowsFollowEachOther() {
        float[] rows = new float[2 * FeatureLayout.WIDTH];
        rows[Feature.FUSED.column()] = 0.25f;
        rows[FeatureLayout.WIDTH + Feature.FUSED.column()] = 0.75f;
        float[] scores = new float[3];
        LinearScorer.of(Map.of("fused", 1.0)).score(rows, 2, scores);
        assertThat(scores).containsExactly(0.25f, 0.75f, 0);
    }

    @Test
    void bestOfAllIsOneAndEveryDefaultWeightRaisesTheScore() {
        LinearScorer scorer = new LinearScorer(LinearScorer.DEFAULT_WEIGHTS);
        float[] best = row(Map.of());
        LinearScorer.DEFAULT_WEIGHTS.keySet().forEach(feature -> best[feature.column()] = 1);
        assertThat(score(scorer, best)).isCloseTo(1, within(1e-6f));
        LinearScorer.DEFAULT_WEIGHTS.forEach((feature, weight) -> {
            float[] without = best.clone();
            without[feature.column()] = 0;
            assertThat(score(scorer, without)).as(feature.label()).isCloseTo((float) (1 - weight), within(1e-6f));
        });
    }

    @Test
    void isBetweenNothingAndOneWhateverComes() {
        long seed = Long.getLong("seed", System.nanoTime());
        Random random = new Random(seed);
        for (int round = 0; round < 2_000; round++) {
            float[] row = new float[FeatureLayout.WIDTH];
            for (int column = 0; column < row.length; column++) {
                row[column] = random.nextInt(10) == 0 ? Float.MAX_VALUE : (float) random.nextGaussian();
            }
            LinearScorer scorer = LinearScorer.of(Map.of("fused", 1_000.0, "item_buyers", -1_000.0, "item_ctr", 1.0));
            assertThat(score(scorer, row)).as("seed %d", seed).isBetween(0f, 1f);
        }
    }

    @Test
    void theVersionIsThatOfTheWeights() {
        LinearScorer one = LinearScorer.of(Map.of("fused", 0.5, "tag_jaccard", 0.1));
        assertThat(one.version())
                .matches("linear-[0-9a-f]{8}")
                .isEqualTo(LinearScorer.of(Map.of("tag_jaccard", 0.1, "fused", 0.5, "item_ctr", 0.0))
                        .version())
                .isNotEqualTo(LinearScorer.of(Map.of("fused", 0.5, "tag_jaccard", 0.2))
                        .version());
    }

    @Test
    void whatCannotBeIsNamed() {
        assertThatThrownBy(() -> LinearScorer.of(Map.of("position", 1.0)))
                .hasMessageStartingWith("there is no feature position, known are channel_behavior, channel_session");
        assertThatThrownBy(() -> LinearScorer.of(Map.of("fused", Double.NaN)))
                .hasMessage("weight of feature fused must be -1000..1000, got NaN");
    }
}
