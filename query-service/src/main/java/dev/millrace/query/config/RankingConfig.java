package dev.millrace.query.config;

import dev.millrace.query.recall.PairWeights;

/// Constants of `/similar`.
///
/// @param pairs how neighbours are weighed
/// @param maxNeighbours strongest neighbours whose own activity is read
/// @param maxScan catalogue entries that one back-fill channel looks at
public record RankingConfig(PairWeights pairs, int maxNeighbours, int maxScan) {
    /// Weights where items are summed over a history, which needs no shrinkage: a pair of few actors is one of many
    /// voices there.
    public PairWeights history() {
        return new PairWeights(pairs.before(), 0, pairs.own(), pairs.other());
    }

    public RankingConfig {
        Checks.range("ranking.shrinkage", pairs.shrinkage(), 0, 1_000_000);
        Checks.range("ranking.max-neighbours", maxNeighbours, 1, 1_000);
        Checks.range("ranking.max-scan", maxScan, 1, 1_000_000);
    }
}
