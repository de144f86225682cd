package dev.millrace.query.recall;

import dev.millrace.contract.id.ItemId;

/// An item that a channel proposes.
///
/// @param code of the item, [ItemId#code]
/// @param score 0..1, comparable inside its channel only
public record Candidate(long code, double score) {

    public Candidate(ItemId id, double score) {
        this(id.code(), score);
    }

    /// The item.
    public ItemId id() {
        return ItemId.ofCode(code);
    }
}
