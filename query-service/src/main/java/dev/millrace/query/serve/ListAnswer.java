package dev.millrace.query.serve;

import dev.millrace.query.recommend.Recommendation;
import java.util.EnumSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/// A list that is served.
///
/// @param items in their order
/// @param algorithmVersion which ranker with which numbers
/// @param fallback whether the state that the list should be made from could not be read at all
/// @param completeUntilUs see [dev.millrace.query.state.Freshness]
/// @param degraded what it had to do without
public record ListAnswer(
        List<Recommendation> items,
        String algorithmVersion,
        boolean fallback,
        OptionalLong completeUntilUs,
        Set<Degradation> degraded) {
    public ListAnswer {
        items = List.copyOf(items);
        degraded = Set.copyOf(degraded);
    }

    /// `primary`, or `fallback`.
    public String variant() {
        return fallback ? "fallback" : "primary";
    }

    /// The same, which had to do without something more.
    ListAnswer without(Degradation missing) {
        Set<Degradation> all = EnumSet.of(missing);
        all.addAll(degraded);
        return new ListAnswer(items, algorithmVersion, fallback, completeUntilUs, all);
    }
}
