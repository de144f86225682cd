package dev.millrace.query.recall;

import dev.millrace.contract.id.ItemId;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/// Items that follow what somebody took last: item-item collaborative filtering over a history.
///
/// Score of item j = Σ over the history, newest first, of decay^age · C(i, j) / (√(A(i) · A(j)) + shrinkage), where
/// C(i, j) is how often j was taken soon after i (Sarwar et al., "Item-based collaborative filtering", WWW 2001, with
/// directed counts and recency). Pure.
public final class HistoryRecall {
    private final double decay;
    private final int shrinkage;

    /// @param decay weight of an item relative to the one taken after it, 0..1
    /// @param shrinkage in hundredths of an order, keeps pairs of few actors below those of many
    public HistoryRecall(double decay, int shrinkage) {
        this.decay = decay;
        this.shrinkage = shrinkage;
    }

    /// The best candidates, best first, ties by id.
    ///
    /// @param newestFirst what followed each item of the history
    /// @param eligible which items may be proposed
    public List<Candidate> recall(List<NeighbourEvidence> newestFirst, Predicate<ItemId> eligible, int limit) {
        Map<ItemId, Double> scores = new HashMap<>();
        double weight = 1;
        for (NeighbourEvidence evidence : newestFirst) {
            for (NeighbourEvidence.Pair pair : evidence.pairs()) {
                if (pair.strength() > 0) {
                    scores.merge(
                            pair.id(),
                            weight
                                    * NeighbourChannel.score(
                                            pair.strength(), evidence.activity(), pair.activity(), shrinkage),
                            Double::sum);
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
