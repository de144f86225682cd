package dev.millrace.query.recall;

import java.util.Comparator;
import java.util.List;

/// Items taken by the same actors: item-item collaborative filtering, scored by [PairWeights].
public final class NeighbourChannel implements RecallChannel {
    private final PairWeights weights;

    public NeighbourChannel(PairWeights weights) {
        this.weights = weights;
    }

    @Override
    public String reason() {
        return "behavior";
    }

    @Override
    public List<Candidate> recall(RecallInput input) {
        NeighbourEvidence around = input.neighbours();
        return around.pairs().stream()
                .map(pair -> new Candidate(pair.id(), weights.score(around, pair)))
                .filter(candidate -> candidate.score() > 0)
                .sorted(Comparator.comparingDouble(Candidate::score).reversed().thenComparing(Candidate::id))
                .toList();
    }
}
