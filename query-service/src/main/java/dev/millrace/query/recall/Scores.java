package dev.millrace.query.recall;

import dev.millrace.contract.id.ItemId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/// Sums of scores by item.
final class Scores {
    private static final Comparator<Sum> BEST_FIRST = (left, right) -> {
        int byScore = Double.compare(right.score, left.score);
        return byScore != 0 ? byScore : left.id.compareTo(right.id);
    };

    private final Map<ItemId, Sum> sums;

    Scores(int expected) {
        sums = HashMap.newHashMap(expected);
    }

    private static final class Sum {
        private final ItemId id;
        private double score;

        Sum(ItemId id) {
            this.id = id;
        }
    }

    /// Whether an item has been looked at.
    boolean has(ItemId id) {
        return sums.containsKey(id);
    }

    /// Gives an item that has none its score; one of 0 is none.
    void put(ItemId id, double score) {
        Sum sum = new Sum(id);
        sum.score = score;
        sums.put(id, sum);
    }

    /// Adds to the score of an item; what is not above 0 counts for nothing.
    void add(ItemId id, double score) {
        if (score > 0) {
            sums.computeIfAbsent(id, Sum::new).score += score;
        }
    }

    /// The best that are shown, best first, ties by item id. Only as many are asked about as are needed.
    List<Candidate> best(Predicate<ItemId> shown, int limit) {
        List<Sum> sorted = new ArrayList<>(sums.values());
        sorted.sort(BEST_FIRST);
        List<Candidate> best = new ArrayList<>(Math.min(limit, sorted.size()));
        for (Sum sum : sorted) {
            if (best.size() == limit) {
                break;
            }
            if (sum.score > 0 && shown.test(sum.id)) {
                best.add(new Candidate(sum.id, sum.score));
            }
        }
        return best;
    }
}
