package dev.millrace.query.recall;

import java.util.Comparator;
import java.util.List;

/// Items taken by the same users: item-item collaborative filtering.
///
/// Score = C / (sqrt(A(i) · A(j)) + shrinkage), the cosine of the two items' actors with popular items damped by their
/// own activity; the shrinkage keeps a pair with one common buyer below one with many.
public final class NeighbourChannel implements RecallChannel {
    private final int shrinkage;

    public NeighbourChannel(int shrinkage) {
        this.shrinkage = shrinkage;
    }

    @Override
    public String reason() {
        return "behavior";
    }

    @Override
    public List<Candidate> recall(RecallInput input) {
        long activity = input.neighbours().activity();
        return input.neighbours().pairs().stream()
                .filter(pair -> pair.strength() > 0)
                .map(pair -> new Candidate(pair.id(), score(pair.strength(), activity, pair.activity(), shrinkage)))
                .sorted(Comparator.comparingDouble(Candidate::score).reversed().thenComparing(Candidate::id))
                .toList();
    }

    /// 0..1. Activities are read one after the other while they grow, so a pair may for a moment look stronger than its
    /// items: the activities count as at least the strength.
    static double score(long strength, long here, long there, int shrinkage) {
        double cosine = Math.sqrt((double) Math.max(here, strength) * Math.max(there, strength));
        return strength / (cosine + shrinkage);
    }
}
