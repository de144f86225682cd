package dev.millrace.query.rerank;

import dev.millrace.contract.id.ItemId;

/// An item in the list that is shown.
///
/// @param code of the item, [ItemId#code]
/// @param explored whether it was drawn to learn about it
/// @param propensity probability that this request shows the item, over all that is drawn; where in the list is drawn
/// evenly
public record Placed(long code, boolean explored, double propensity) {

    /// The item.
    public ItemId id() {
        return ItemId.ofCode(code);
    }
}
