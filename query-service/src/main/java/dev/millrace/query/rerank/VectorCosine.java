package dev.millrace.query.rerank;

/// Compares the texts of two candidates. Asked up to 1,000 times for a list of ten out of 100, so it should be cheap.
@FunctionalInterface
public interface VectorCosine {
    /// No candidate has a vector.
    VectorCosine NONE = (left, right) -> Double.NaN;

    /// The cosine, -1..1; NaN when one has no vector, or theirs are of different models. The order of the two does not
    /// matter.
    ///
    /// @param left place in the list of candidates, from 0
    double of(int left, int right);
}
