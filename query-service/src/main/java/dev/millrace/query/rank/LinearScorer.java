package dev.millrace.query.rank;

import dev.millrace.contract.features.Feature;
import dev.millrace.contract.features.FeatureLayout;
import java.util.Map;
import java.util.TreeMap;

/// The scorer without a model: Σ weight · column, cut to 0..1.
///
/// The default weights are of columns that are 0..1 and sum up to 1, so nothing is cut and a score is a share
/// of the best that can be: 0.7 for what the channels say, the rest for what fits the actor and the page, what
/// is wanted and what is new. Weights that can exceed 1 make the best candidates equal.
public final class LinearScorer implements Ranker {

    /// Weights that need no data.
    public static final Map<Feature, Double> DEFAULT_WEIGHTS = Map.of(
            Feature.FUSED, 0.70,
            Feature.TAG_PREFERENCE, 0.06,
            Feature.TAG_JACCARD, 0.04,
            Feature.PRICE_MATCH, 0.04,
            Feature.SELLER_AFFINITY, 0.03,
            Feature.SAME_SELLER, 0.01,
            Feature.ITEM_POPULARITY, 0.07,
            Feature.ITEM_FRESHNESS, 0.05);

    private static final double MAX_WEIGHT = 1_000;

    private final int[] columns;
    private final double[] weights;
    private final String version;

    /// @param weights -1,000..1,000; a column that is not named has 0
    public LinearScorer(Map<Feature, Double> weights) {
        Map<Feature, Double> ordered = new TreeMap<>(weights);
        ordered.forEach((feature, weight) -> {
            if (!(Math.abs(weight) <= MAX_WEIGHT)) {
                throw new IllegalArgumentException("weight of feature %s must be -%.0f..%.0f, got %s"
                        .formatted(feature.label(), MAX_WEIGHT, MAX_WEIGHT, weight));
            }
        });
        ordered.values().removeIf(weight -> weight == 0);
        columns = ordered.keySet().stream().mapToInt(Feature::column).toArray();
        this.weights =
                ordered.values().stream().mapToDouble(Double::doubleValue).toArray();
        version = "linear-%08x".formatted((FeatureLayout.hash() + named(ordered)).hashCode());
    }

    /// By the names of the features.
    ///
    /// @param weights name → weight
    /// @throws IllegalArgumentException when there is no such feature, or a weight is out of range
    public static LinearScorer of(Map<String, Double> weights) {
        Map<Feature, Double> byFeature = new TreeMap<>();
        weights.forEach((name, weight) -> byFeature.put(
                FeatureLayout.find(name)
                        .orElseThrow(() -> new IllegalArgumentException("there is no feature %s, known are %s"
                                .formatted(name, String.join(", ", FeatureLayout.names())))),
                weight));
        return new LinearScorer(byFeature);
    }

    @Override
    public void score(float[] rows, int count, float[] scores) {
        for (int place = 0; place < count; place++) {
            int row = place * FeatureLayout.WIDTH;
            double sum = 0;
            for (int term = 0; term < columns.length; term++) {
                sum += weights[term] * rows[row + columns[term]];
            }
            scores[place] = (float) Math.clamp(sum, 0, 1);
        }
    }

    /// `linear-` and a hash over layout and weights.
    @Override
    public String version() {
        return version;
    }

    private static String named(Map<Feature, Double> weights) {
        StringBuilder text = new StringBuilder();
        weights.forEach((feature, weight) ->
                text.append(' ').append(feature.label()).append('=').append(weight));
        return text.toString();
    }
}
