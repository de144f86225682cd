package dev.millrace.query.recall;

/// How strongly two items are tied, out of what is counted of them; normalised when it is read, so that the
/// exponents may change at any time.
///
/// Score = (S(next, A(i), A(j)) + before · S(before, N(i), N(j))) / (1 + before), where
/// S(c, x, y) = c / (x^own · y^other + shrinkage). With both exponents 0.5 it is the cosine (Sarwar et al.,
/// "Item-based collaborative filtering", WWW 2001); a higher `other` damps popular candidates. 0..1 when the
/// exponents sum up to 1.
///
/// @param before weight of items taken some places before, relative to those taken next
/// @param shrinkage keeps a pair of few actors behind one of many, in hundredths of an order
/// @param own exponent of the item that is asked about, 0..1
/// @param other exponent of the candidate, 0..1
public record PairWeights(double before, int shrinkage, double own, double other) {
    private static final int HUNDREDTHS = 100;

    public PairWeights {
        require(before >= 0 && before <= 10, "before must be 0..10, got " + before);
        require(shrinkage >= 0, "shrinkage must not be negative, got " + shrinkage);
        require(own >= 0 && own <= 1, "own exponent must be 0..1, got " + own);
        require(other >= 0 && other <= 1, "other exponent must be 0..1, got " + other);
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }

    /// The score of a pair; 0 when nothing ties the two.
    double score(NeighbourEvidence item, NeighbourEvidence.Pair pair) {
        double next = share(pair.next(), item.activity(), pair.activity());
        double taken = share(HUNDREDTHS * pair.before(), HUNDREDTHS * item.actors(), HUNDREDTHS * pair.actors());
        return (next + before * taken) / (1 + before);
    }

    /// Counts are read one after the other while they grow, so a pair may for a moment look stronger than its
    /// items: they count as at least as strong.
    private double share(long both, long here, long there) {
        return both <= 0
                ? 0
                : both / (power(Math.max(here, both), own) * power(Math.max(there, both), other) + shrinkage);
    }

    private static double power(double base, double exponent) {
        return exponent == 0.5 ? Math.sqrt(base) : Math.pow(base, exponent);
    }
}
