package dev.millrace.query.config;

/// Constants of `/similar`.
///
/// @param shrinkage added to the denominator of a neighbour's score, in hundredths of an order: few common buyers
///     count for less than the cosine says
/// @param maxNeighbours strongest neighbours whose own activity is read
/// @param maxScan catalogue entries that one back-fill channel looks at
public record RankingConfig(int shrinkage, int maxNeighbours, int maxScan) {
    public RankingConfig {
        Checks.range("ranking.shrinkage", shrinkage, 0, 1_000_000);
        Checks.range("ranking.max-neighbours", maxNeighbours, 1, 1_000);
        Checks.range("ranking.max-scan", maxScan, 1, 1_000_000);
    }
}
