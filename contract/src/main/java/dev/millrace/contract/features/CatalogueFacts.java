package dev.millrace.contract.features;

import dev.millrace.contract.id.ItemId;

/// What an item says about itself; made by [Facts], once for each version of its catalogue entry.
///
/// @param seller empty when unknown
/// @param price yuan, NaN when unknown
/// @param descriptionLength characters
/// @param createdAtMs 0 when unknown
public record CatalogueFacts(
        ItemId id, String seller, TagSet tags, double price, int descriptionLength, boolean cover, long createdAtMs) {}
