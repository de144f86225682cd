package dev.millrace.query.recall;

import dev.millrace.contract.id.ItemId;
import java.util.List;

/// Co-occurrence of the page item with other items, in hundredths of an order.
///
/// @param activity of the page item, A(i)
/// @param pairs other items, strongest first
public record NeighbourEvidence(long activity, List<Pair> pairs) {

    /// Nobody has taken the page item together with another.
    public static final NeighbourEvidence NONE = new NeighbourEvidence(0, List.of());

    public NeighbourEvidence {
        pairs = List.copyOf(pairs);
    }

    /// The page item and another.
    ///
    /// @param strength common to both items, C(i, j)
    /// @param activity of the other item, A(j); the page item's own where it could not be read
    public record Pair(ItemId id, long strength, long activity) {}
}
