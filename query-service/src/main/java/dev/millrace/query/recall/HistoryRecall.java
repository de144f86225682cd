package dev.millrace.query.recall;

import dev.millrace.contract.id.ItemId;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/// Items that go with what somebody took last: item-item collaborative filtering over a history.
///
/// Score of item j = Σ over the history, newest first, of decay^age · [PairWeights] of i and j. Pure.
///
/// @param weights of a pair
/// @param decay weight of an item relative to the one taken after it, 0..1
public record HistoryRecall(PairWeights weights, double decay) {
    public HistoryRecall {
        if (!(decay > 0 && decay <= 1)) {
            throw new IllegalArgumentException("decay must be above 0 and at most 1, got " + decay);
        }
    }

    /// The best candidates, best first, ties by id.
    ///
    /// @param newestFirst what is known around each item of the history
    /// @param eligible which items may be proposed
    public List<Candidate> recall(List<NeighbourEvidence> newestFirst, Predicate<ItemId> eligible, int limit) {
        Map<ItemId, Double> scores = new HashMap<>();
        double weight = 1;
        for (NeighbourEvidence evidence : newestFirst) {
            for (NeighbourEvidence.Pair pair : evidence.pairs()) {
                double score = weight * weights.score(evidence, pair);
                if (score > 0) {
                    scores.merge(pair.id(), score, Double::sum);
                }
            }
            weight *= decay;
        }
        return scores.entrySet().stream()
                .filter(entry -> eligible.test(entry.getKey()))
                .map(entry -> new Candidate(entry.getKey(), entry.getValue()))
                .sorted(Comparator.comparingDouble(Candidate::score).reversed().thenComparing(Candidate::id))
                .limit(limit)
                .toList();
    }
}
