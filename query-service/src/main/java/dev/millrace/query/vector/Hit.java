package dev.millrace.query.vector;

import dev.millrace.contract.id.ItemId;
import java.util.Comparator;

/// An item that an index found.
///
/// @param similarity cosine of the angle between its vector and the query, -1..1 but for rounding
public record Hit(ItemId id, float similarity) {
    static final Comparator<Hit> BEST_FIRST =
            Comparator.comparingDouble(Hit::similarity).reversed().thenComparing(Hit::id);
}
