package dev.millrace.stack.quality;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// What recommendations were worth when one item was to be guessed: recall and mean reciprocal rank among
/// the first k, normalised discounted cumulative gain among the first 10 of them, share of the catalogue
/// that was recommended at all. Ties are broken by the recommender. One thread.
final class Scores {
    static final int LENGTH = 20;
    private static final int MOST_GAIN_LENGTH = 10;
    private static final double TWO_SIDED_95 = 1.96;

    private final Set<Long> recommended = new HashSet<>();
    private final int length;
    private final int gainLength;
    private long asked;
    private long hits;
    private double reciprocal;
    private double gain;

    Scores() {
        this(LENGTH);
    }

    /// @param length of the lists, k
    Scores(int length) {
        this.length = length;
        this.gainLength = Math.min(length, MOST_GAIN_LENGTH);
    }

    void note(List<Long> list, long taken) {
        asked++;
        recommended.addAll(list);
        int place = list.indexOf(taken);
        if (place >= 0 && place < length) {
            hits++;
            reciprocal += 1.0 / (place + 1);
        }
        if (place >= 0 && place < gainLength) {
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
                "%-46s recall@%d %.4f ±%.4f  NDCG@%d %.4f  MRR@%d %.4f  coverage %.3f  n %d",
                what,
                length,
                recall(),
                recallMargin(),
                gainLength,
                gain(),
                length,
                reciprocalRank(),
                coverage(items),
                asked);
    }
}
