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

    /// Adds to the score of an item; what is not above 0 counts for nothing.
    void add(ItemId id, double score) {
        if (score > 0) {
            sums.computeIfAbsent(id, Sum::new).score += score;
        }
    }

    /// The best that are shown, best first, ties by item id.
    List<Candidate> best(Predicate<ItemId> shown, int limit) {
        List<Sum> sorted = new ArrayList<>(sums.size());
        for (Sum sum : sums.values()) {
            if (shown.test(sum.id)) {
                sorted.add(sum);
            }
        }
        sorted.sort(BEST_FIRST);
        List<Candidate> best = new ArrayList<>(Math.min(limit, sorted.size()));
        for (int place = 0; place < sorted.size() && place < limit; place++) {
            best.add(new Candidate(sorted.get(place).id, sorted.get(place).score));
        }
        return best;
    }
}
