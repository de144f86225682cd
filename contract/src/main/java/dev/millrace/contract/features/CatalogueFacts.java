package dev.millrace.contract.features;

import dev.millrace.contract.id.ItemId;

/// What an item says about itself; made by [Facts], once for each version of its catalogue entry.
///
/// @param seller empty when unknown
/// @param price yuan, NaN when unknown
/// @param descriptionLength characters
/// @param createdAtMs 0 when unknown
/// @param code of `id`: what is looked at a thousand times a list stands here itself
/// @param sellerCode a hash of `seller`, the same in every process; 0 when unknown
public record CatalogueFacts(
        ItemId id,
        String seller,
        TagSet tags,
        double price,
        int descriptionLength,
        boolean cover,
        long createdAtMs,
        long code,
        long sellerCode) {

    /// With the codes that follow from the rest.
    public CatalogueFacts(
            ItemId id,
            String seller,
            TagSet tags,
            double price,
            int descriptionLength,
            boolean cover,
            long createdAtMs) {
        this(id, seller, tags, price, descriptionLength, cover, createdAtMs, id.code(), sellerCode(seller));
    }

    /// The code of a seller. Two of a million share one with probability 3e-8.
    public static long sellerCode(String seller) {
        return seller.isEmpty() ? 0 : TextHash.nonZero(seller);
    }
}
