package dev.millrace.query.recall;

import dev.millrace.contract.id.ItemId;
import java.util.List;
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
        Scores scores = new Scores(64);
        addTo(scores, newestFirst, 1);
        return scores.best(code -> eligible.test(ItemId.ofCode(code)), limit);
    }

    /// Adds what the history says.
    ///
    /// @param newestWeight what the newest item counts
    void addTo(Scores scores, List<NeighbourEvidence> newestFirst, double newestWeight) {
        double weight = newestWeight;
        for (NeighbourEvidence evidence : newestFirst) {
            for (NeighbourEvidence.Pair pair : evidence.pairs()) {
                scores.add(pair.code(), weight * weights.score(evidence, pair));
            }
            weight *= decay;
        }
    }
}
