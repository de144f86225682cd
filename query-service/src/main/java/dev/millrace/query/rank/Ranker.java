package dev.millrace.query.rank;

/// Gives candidates their scores. What it says is final: filters and re-ranking change places, never scores, and no
/// other score is added to it.
///
/// **Threads:** any.
public interface Ranker {

    /// Scores rows of one request.
    ///
    /// @param rows `float[>= count * FeatureLayout.WIDTH]`, row-major, columns by `Feature`
    /// @param scores `float[>= count]`, gets 0..1, higher is better; never NaN
    void score(float[] rows, int count, float[] scores);

    /// Which scorer with which numbers: scores of different versions are not to be compared, nor cached together.
    String version();
}
