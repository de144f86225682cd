package dev.millrace.stack.quality;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// What recommendations were worth when one item was to be guessed: recall and mean reciprocal rank among the first
/// 20, normalised discounted cumulative gain among the first 10, share of the catalogue that was recommended at all.
/// Ties are broken by the recommender. One thread.
final class Scores {
    static final int LENGTH = 20;
    private static final int GAIN_LENGTH = 10;
    private static final double TWO_SIDED_95 = 1.96;

    private final Set<Long> recommended = new HashSet<>();
    private long asked;
    private long hits;
    private double reciprocal;
    private double gain;

    void note(List<Long> list, long taken) {
        asked++;
        recommended.addAll(list);
        int place = list.indexOf(taken);
        if (place >= 0 && place < LENGTH) {
            hits++;
            reciprocal += 1.0 / (place + 1);
        }
        if (place >= 0 && place < GAIN_LENGTH) {
            gain += Math.log(2) / Math.log(place + 2);
        }
    }

    long asked() {
        return asked;
    }

    double recall() {
        return asked == 0 ? 0 : (double) hits / asked;
    }

    /// Half the width of the 95 % confidence interval of [#recall] (normal approximation).
    double recallMargin() {
        return asked == 0 ? 0 : TWO_SIDED_95 * Math.sqrt(recall() * (1 - recall()) / asked);
    }

    double gain() {
        return asked == 0 ? 0 : gain / asked;
    }

    double reciprocalRank() {
        return asked == 0 ? 0 : reciprocal / asked;
    }

    /// @param items of the catalogue
    double coverage(long items) {
        return items == 0 ? 0 : (double) recommended.size() / items;
    }

    String line(String what, long items) {
        return String.format(
                Locale.ROOT,
                "%-40s recall@20 %.4f ±%.4f  NDCG@10 %.4f  MRR@20 %.4f  coverage %.3f  n %d",
                what,
                recall(),
                recallMargin(),
                gain(),
                reciprocalRank(),
                coverage(items),
                asked);
    }
}
