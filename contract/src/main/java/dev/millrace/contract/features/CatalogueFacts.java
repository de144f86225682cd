package dev.millrace.contract.features;

import dev.millrace.contract.id.ItemId;

/// What an item says about itself; made by [Facts], once for each version of its catalogue entry: two of them are the
/// same if they are one object.
///
/// What is looked at a thousand times a list stands here itself, and not behind another object.
public final class CatalogueFacts {
    private final ItemId id;
    private final String seller;
    private final TagSet tags;
    private final double price;
    private final int descriptionLength;
    private final boolean cover;
    private final long createdAtMs;
    private final long code;
    private final long sellerCode;
    private final long[] tagCodes;

    /// @param seller empty when unknown
    /// @param price yuan, NaN when unknown
    /// @param descriptionLength characters
    /// @param createdAtMs 0 when unknown
    public CatalogueFacts(
            ItemId id,
            String seller,
            TagSet tags,
            double price,
            int descriptionLength,
            boolean cover,
            long createdAtMs) {
        this.id = id;
        this.seller = seller;
        this.tags = tags;
        this.price = price;
        this.descriptionLength = descriptionLength;
        this.cover = cover;
        this.createdAtMs = createdAtMs;
        code = id.code();
        sellerCode = sellerCode(seller);
        tagCodes = tags.codes();
    }

    /// The code of a seller, 0 when unknown. Two of a million share one with probability 3e-8.
    public static long sellerCode(String seller) {
        return seller.isEmpty() ? 0 : TextHash.nonZero(seller);
    }

    /// The item.
    public ItemId id() {
        return id;
    }

    /// Who sells it; empty when unknown.
    public String seller() {
        return seller;
    }

    /// Empty when unknown.
    public TagSet tags() {
        return tags;
    }

    /// Yuan, NaN when unknown.
    public double price() {
        return price;
    }

    /// Characters.
    public int descriptionLength() {
        return descriptionLength;
    }

    /// Whether there is a cover image.
    public boolean cover() {
        return cover;
    }

    /// Epoch milliseconds, 0 when unknown.
    public long createdAtMs() {
        return createdAtMs;
    }

    /// [ItemId#code] of the item.
    public long code() {
        return code;
    }

    /// A hash of the seller, the same in every process; 0 when unknown.
    public long sellerCode() {
        return sellerCode;
    }

    long[] tagCodes() {
        return tagCodes;
    }
}
