package dev.millrace.stack.quality;

import java.util.List;
import java.util.Set;

/// The channels' lists merged, as query-service merges channels whose scores cannot be compared. Learns nothing: the
/// channels do.
record Blended(List<Recommender> channels) implements Recommender {
    private static final int DEPTH = 3;

    @Override
    public String name() {
        return "blended";
    }

    @Override
    public List<Long> recommend(List<Long> newestFirst, Set<Long> known, int limit) {
        return RankFusion.fuse(
                channels.stream()
                        .map(one -> one.recommend(newestFirst, known, DEPTH * limit))
                        .toList(),
                limit);
    }

    @Override
    public void learn(Event event) {
        // The channels are told.
    }
}
