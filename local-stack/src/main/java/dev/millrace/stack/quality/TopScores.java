package dev.millrace.stack.quality;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Adds scores of items up and names the best, ties by item id. One thread.
final class TopScores {
    private final Map<Long, Double> scores = new HashMap<>();

    void add(long item, double score) {
        scores.merge(item, score, Double::sum);
    }

    List<Long> best(Set<Long> unwanted, int limit) {
        return scores.entrySet().stream()
                .filter(entry -> entry.getValue() > 0 && !unwanted.contains(entry.getKey()))
                .sorted(Map.Entry.<Long, Double>comparingByValue().reversed().thenComparing(Map.Entry.comparingByKey()))
                .limit(limit)
                .map(Map.Entry::getKey)
                .toList();
    }
}
