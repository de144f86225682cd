package dev.millrace.stack.quality;

import java.util.List;
import java.util.Set;

/// Something that recommends and learns by the event, or from all events that it was told when it is [#fit].
interface Recommender {
    /// What figures of it are called.
    String name();

    /// The best items for whoever took these, best first.
    ///
    /// @param newestFirst each item once
    /// @param known items that are not wanted
    List<Long> recommend(List<Long> newestFirst, Set<Long> known, int limit);

    /// Takes the next event in.
    void learn(Event event);

    /// A batch method learns from what it was told until now; who learns by the event has done so.
    default void fit() {}
}
