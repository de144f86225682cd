package dev.millrace.stack.quality;

import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The most taken items, each event halved in weight every week: what everybody gets who is not known.
final class Popular implements Recommender {
    private static final double HALF_LIFE_MS = Duration.ofDays(7).toMillis();

    /// Counts in the units of `originMs`: newer events weigh more, so that old counts need not be touched.
    private final Map<Long, Double> counts = new HashMap<>();

    private final long originMs;

    /// @param originMs time of the first event
    Popular(long originMs) {
        this.originMs = originMs;
    }

    @Override
    public String name() {
        return "popular";
    }

    @Override
    public List<Long> recommend(List<Long> newestFirst, Set<Long> known, int limit) {
        return counts.entrySet().stream()
                .filter(entry -> !known.contains(entry.getKey()))
                .sorted(Map.Entry.<Long, Double>comparingByValue()
                        .reversed()
                        .thenComparing(Map.Entry.comparingByKey(Comparator.naturalOrder())))
                .limit(limit)
                .map(Map.Entry::getKey)
                .toList();
    }

    @Override
    public void learn(Event event) {
        counts.merge(event.item(), Math.pow(2, (event.timeMs() - originMs) / HALF_LIFE_MS), Double::sum);
    }
}
