package dev.millrace.query.rerank;

import dev.millrace.contract.features.CatalogueFacts;
import dev.millrace.contract.features.TagSet;
import dev.millrace.contract.id.ItemId;

/// A candidate with its final score and what makes it resemble others.
///
/// @param code of the item, [ItemId#code]
/// @param score by the ranker, 0..1
/// @param tags empty when unknown
/// @param sellerCode as in [CatalogueFacts]; 0 when unknown
public record Ranked(long code, float score, TagSet tags, long sellerCode) {

    /// The same by item and seller.
    public Ranked(ItemId id, float score, TagSet tags, String seller) {
        this(id.code(), score, tags, CatalogueFacts.sellerCode(seller));
    }

    /// The item.
    public ItemId id() {
        return ItemId.ofCode(code);
    }
}
