package dev.millrace.query.config;

import dev.millrace.query.recall.HistoryRecall;
import dev.millrace.query.recall.PairWeights;

/// How neighbours are weighed.
///
/// @param pairs how neighbours are weighed
/// @param historyDecay weight of an item of a history relative to the one taken after it
/// @param historyItems newest items of a history that neighbours are looked up of
/// @param maxNeighbours strongest neighbours of an item that count
public record RankingConfig(PairWeights pairs, double historyDecay, int historyItems, int maxNeighbours) {
    /// Pairs of a history that one list weighs.
    private static final int MAX_PAIRS = 9_000;

    /// How items are summed over a history, which needs no shrinkage: a pair of few actors is one of many
    /// voices there.
    public HistoryRecall history() {
        return new HistoryRecall(new PairWeights(pairs.before(), 0, pairs.own(), pairs.other()), historyDecay);
    }

    public RankingConfig {
        Checks.range("ranking.history-items", historyItems, 1, 100);
        Checks.range("ranking.max-neighbours", maxNeighbours, 1, 1_000);
        Checks.range("ranking.history-items times ranking.max-neighbours", historyItems * maxNeighbours, 1, MAX_PAIRS);
    }
}
