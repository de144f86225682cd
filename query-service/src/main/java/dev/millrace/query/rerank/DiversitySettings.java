package dev.millrace.query.rerank;

/// How lists are mixed.
///
/// @param tagWeight of shared tags when two items are compared, 0..1; only the ratios of the three matter
/// @param sellerWeight of having one seller
/// @param vectorWeight of texts that mean the same
/// @param candidates best ones that are mixed; those behind them fill up
/// @param sellerShare of a list that one seller has at most, above 0 to 1
public record DiversitySettings(
        double tagWeight, double sellerWeight, double vectorWeight, int candidates, double sellerShare) {
    /// Three of ten for a seller.
    public static final DiversitySettings DEFAULT = new DiversitySettings(0.5, 0.2, 0.3, 100, 0.3);

    private static final double ROUNDING = 1e-9;

    public DiversitySettings {
        weight("tag", tagWeight);
        weight("seller", sellerWeight);
        weight("vector", vectorWeight);
        if (candidates < 1) {
            throw new IllegalArgumentException("candidates must be 1 or more, got " + candidates);
        }
        if (!(sellerShare > 0 && sellerShare <= 1)) {
            throw new IllegalArgumentException("seller share must be above 0 and at most 1, got " + sellerShare);
        }
    }

    /// Items of one seller in a list of `limit`, at least 1.
    public int sellerCap(int limit) {
        return Math.max(1, (int) Math.ceil(sellerShare * limit - ROUNDING));
    }

    private static void weight(String name, double weight) {
        if (!(weight >= 0 && weight <= 1)) {
            throw new IllegalArgumentException("%s weight must be 0..1, got %s".formatted(name, weight));
        }
    }
}
