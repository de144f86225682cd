package dev.millrace.query.rerank;

/// What is explored, and how much.
///
/// @param epsilon share of a list, 0..0.5; 0 explores nothing
/// @param newDays younger items are new
/// @param hardlyShown items that were shown less often are worth exploring, too
/// @param minQuality see [Explorable]
/// @param minRelevance score, as a share of the median score of the list
/// @param deviations how much uncertainty counts: the weight is the mean of the click rate and so many standard
/// deviations
/// @param pool items that one request draws from, the most relevant ones
public record ExplorationSettings(
        double epsilon,
        double newDays,
        long hardlyShown,
        double minQuality,
        double minRelevance,
        double deviations,
        int pool) {
    /// The reference's share of 0.15.
    public static final ExplorationSettings DEFAULT = new ExplorationSettings(0.15, 30, 50, 0.5, 0.3, 1, 100);

    public ExplorationSettings {
        within("epsilon", epsilon, 0.5);
        within("new days", newDays, 3_650);
        within("hardly shown", (double) hardlyShown, 1_000_000);
        within("min quality", minQuality, 1);
        within("min relevance", minRelevance, 1);
        within("deviations", deviations, 10);
        if (pool < 1) {
            throw new IllegalArgumentException("pool must be 1 or more, got " + pool);
        }
    }

    private static void within(String name, double value, double max) {
        if (!(value >= 0 && value <= max)) {
            throw new IllegalArgumentException("%s must be 0..%s, got %s".formatted(name, max, value));
        }
    }
}
