package dev.millrace.query.recall;

import dev.millrace.contract.id.ItemId;
import java.util.List;

/// What actors took around one item.
///
/// @param activity of the item, A(i): sum of its actors' strengths, in hundredths of an order
/// @param actors who took the item, N(i)
/// @param pairs other items, strongest first
public record NeighbourEvidence(long activity, long actors, List<Pair> pairs) {

    /// Nobody has taken the item together with another.
    public static final NeighbourEvidence NONE = new NeighbourEvidence(0, 0, List.of());

    public NeighbourEvidence {
        pairs = List.copyOf(pairs);
    }

    /// The item and another.
    ///
    /// @param code of the other item, [ItemId#code]
    /// @param next how often the other was taken soon behind the item, in hundredths of an order
    /// @param before actors who took the other some places before the item
    /// @param activity of the other item, A(j); the first item's own where it could not be read
    /// @param actors of the other item, N(j); likewise
    public record Pair(long code, long next, long before, long activity, long actors) {
        public Pair(ItemId id, long next, long before, long activity, long actors) {
            this(id.code(), next, before, activity, actors);
        }
    }
}
