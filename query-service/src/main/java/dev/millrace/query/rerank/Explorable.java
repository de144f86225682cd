package dev.millrace.query.rerank;

import dev.millrace.contract.features.Feature;
import dev.millrace.contract.features.ItemColumns;
import dev.millrace.contract.id.ItemId;

/// An item that could be shown to learn about it.
///
/// @param code of the item, [ItemId#code]
/// @param relevance score by the ranker, 0..1
/// @param quality how well it is described, 0..1
/// @param ageDays infinite when unknown
/// @param shown how often it has been seen: views of its page, until exposures are counted
/// @param clicks on recommendations of it
public record Explorable(long code, double relevance, double quality, double ageDays, long shown, long clicks) {
    private static final double DAY_MS = 86_400_000;
    private static final int SPEAKING = 20;

    /// The same by item.
    public Explorable(ItemId id, double relevance, double quality, double ageDays, long shown, long clicks) {
        this(id.code(), relevance, quality, ageDays, shown, clicks);
    }

    /// The item.
    public ItemId id() {
        return ItemId.ofCode(code);
    }

    /// What the columns say at `asOfMs`.
    ///
    /// Quality = 0.3 for tags + 0.3 for a description of 20 characters + 0.2 for a known price + 0.2 for a cover.
    public static Explorable of(ItemColumns item, double relevance, long asOfMs) {
        double quality = (item.column(Feature.ITEM_TAG_COUNT) == 0 ? 0 : 0.3)
                + (item.column(Feature.ITEM_DESCRIPTION_LENGTH) < SPEAKING ? 0 : 0.3)
                + (Double.isNaN(item.price()) ? 0 : 0.2)
                + (item.column(Feature.ITEM_HAS_COVER) == 0 ? 0 : 0.2);
        double age = item.createdAtMs() <= 0
                ? Double.POSITIVE_INFINITY
                : Math.max(0, (asOfMs - item.createdAtMs()) / DAY_MS);
        return new Explorable(item.code(), relevance, quality, age, item.viewsEver(), item.clicksEver());
    }
}
