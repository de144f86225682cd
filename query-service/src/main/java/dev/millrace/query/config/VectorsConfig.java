package dev.millrace.query.config;

import java.time.Duration;

/// Items with similar words, out of `item.vector.v1`.
///
/// @param maxItems vectors of all models together; more are refused
/// @param maxModels models whose vectors are taken; those of more are refused
/// @param neighbours nearest items of a page item that are looked at
/// @param minSimilarity cosine below which items do not count as similar
/// @param memoisedItems page items whose neighbours are kept until vectors change
/// @param probeInterval between two counts of how many of the really nearest are found
/// @param probeItems items that are looked up for it
/// @param index how they are searched
/// @param snapshots where they are kept
public record VectorsConfig(
        int maxItems,
        int maxModels,
        int neighbours,
        double minSimilarity,
        int memoisedItems,
        Duration probeInterval,
        int probeItems,
        VectorIndexConfig index,
        VectorSnapshotConfig snapshots) {
    public VectorsConfig {
        Checks.range("vectors.max-items", maxItems, 1, 10_000_000);
        Checks.range("vectors.max-models", maxModels, 1, 20);
        Checks.range("vectors.neighbours", neighbours, 1, 1_000);
        Checks.range("vectors.memoised-items", memoisedItems, 0, 10_000_000);
        Checks.range("vectors.probe-interval-s", probeInterval.toSeconds(), 1, 86_400);
        Checks.range("vectors.probe-items", probeItems, 1, 1_000);
    }
}
