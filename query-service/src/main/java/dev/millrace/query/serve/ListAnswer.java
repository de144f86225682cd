package dev.millrace.query.serve;

import dev.millrace.query.recommend.Recommendation;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/// A list that is served.
///
/// @param items in their order
/// @param algorithmVersion which ranker with which numbers
/// @param fallback whether the state that the list should be made from could not be read at all
/// @param completeUntilUs see [dev.millrace.query.state.Freshness]
/// @param degraded what it had to do without
/// @param age how long ago it was made; empty when it was made for its request
public record ListAnswer(
        List<Recommendation> items,
        String algorithmVersion,
        boolean fallback,
        OptionalLong completeUntilUs,
        Set<Degradation> degraded,
        Optional<Duration> age) {
    public ListAnswer {
        items = List.copyOf(items);
        degraded = Set.copyOf(degraded);
    }

    /// A list that is made for its request.
    static ListAnswer made(
            List<Recommendation> items,
            String algorithmVersion,
            boolean fallback,
            OptionalLong completeUntilUs,
            Set<Degradation> degraded) {
        return new ListAnswer(items, algorithmVersion, fallback, completeUntilUs, degraded, Optional.empty());
    }

    /// `primary`, or `fallback`.
    public String variant() {
        return fallback ? "fallback" : "primary";
    }

    /// The same, which had to do without something more.
    ListAnswer without(Degradation missing) {
        Set<Degradation> all = EnumSet.of(missing);
        all.addAll(degraded);
        return new ListAnswer(items, algorithmVersion, fallback, completeUntilUs, all, age);
    }

    /// The same, served again.
    ///
    /// @param shown its items as they look now
    /// @param age how long ago it was made
    public ListAnswer again(List<Recommendation> shown, Duration age) {
        return new ListAnswer(shown, algorithmVersion, fallback, completeUntilUs, degraded, Optional.of(age));
    }

    /// The same, served because none can be made now.
    public ListAnswer asLastGood() {
        Set<Degradation> all = EnumSet.of(Degradation.LAST_GOOD);
        all.addAll(degraded);
        return new ListAnswer(items, algorithmVersion, true, completeUntilUs, all, age);
    }
}
