package dev.millrace.stack.quality;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Merges ranked lists whose scores have nothing to do with each other: an item's score is Σ 1 / (60 + rank)
/// (reciprocal rank fusion: Cormack, Clarke and Büttcher, SIGIR 2009). Pure.
final class RankFusion {
    private static final int DAMPING = 60;

    private RankFusion() {}

    /// The best of all lists, best first, ties in the items' order.
    ///
    /// @param lists each best first
    static <T extends Comparable<T>> List<T> fuse(List<List<T>> lists, int limit) {
        Map<T, Double> scores = new HashMap<>();
        for (List<T> list : lists) {
            for (int place = 0; place < list.size(); place++) {
                scores.merge(list.get(place), 1.0 / (DAMPING + place + 1), Double::sum);
            }
        }
        return scores.entrySet().stream()
                .sorted(Map.Entry.<T, Double>comparingByValue()
                        .reversed()
                        .thenComparing(Map.Entry.comparingByKey(Comparator.naturalOrder())))
                .limit(limit)
                .map(Map.Entry::getKey)
                .toList();
    }
}
