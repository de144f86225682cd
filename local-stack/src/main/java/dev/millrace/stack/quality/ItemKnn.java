package dev.millrace.stack.quality;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/// Batch item-item collaborative filtering: cosine of the items' actors over the whole log, the strongest neighbours
/// of each item, summed over all that somebody took (Deshpande and Karypis, "Item-based top-N recommendation
/// algorithms", TOIS 2004).
final class ItemKnn implements Recommender {
    private final int neighbours;
    private final int shrinkage;
    private final Interests interests = new Interests();
    private List<List<Similar>> similar = List.of();

    private record Similar(long item, double cosine) {}

    /// @param neighbours kept of each item
    /// @param shrinkage added to the denominator, actors
    ItemKnn(int neighbours, int shrinkage) {
        this.neighbours = neighbours;
        this.shrinkage = shrinkage;
    }

    @Override
    public String name() {
        return "item-knn";
    }

    @Override
    public void learn(Event event) {
        interests.add(event);
    }

    @Override
    public void fit() {
        List<List<Similar>> all = new ArrayList<>();
        float[] together = new float[interests.size()];
        for (int item = 0; item < interests.size(); item++) {
            interests.together(item, together);
            List<Similar> row = new ArrayList<>();
            for (int other = 0; other < together.length; other++) {
                if (other != item && together[other] > 0) {
                    double norm = Math.sqrt((double) interests.actors(item) * interests.actors(other));
                    row.add(new Similar(interests.item(other), together[other] / (norm + shrinkage)));
                }
            }
            row.sort(Comparator.comparingDouble(Similar::cosine).reversed().thenComparingLong(Similar::item));
            all.add(List.copyOf(row.subList(0, Math.min(neighbours, row.size()))));
        }
        similar = all;
    }

    @Override
    public List<Long> recommend(List<Long> newestFirst, Set<Long> known, int limit) {
        TopScores scores = new TopScores();
        for (long item : newestFirst) {
            int number = interests.number(item);
            if (number >= 0 && number < similar.size()) {
                similar.get(number).forEach(other -> scores.add(other.item(), other.cosine()));
            }
        }
        return scores.best(known, limit);
    }
}
