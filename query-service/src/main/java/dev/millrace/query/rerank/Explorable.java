package dev.millrace.query.rerank;

import dev.millrace.contract.features.CatalogueFacts;
import dev.millrace.contract.features.ItemFacts;
import dev.millrace.contract.id.ItemId;

/// An item that could be shown to learn about it.
///
/// @param relevance score by the ranker, 0..1
/// @param quality how well it is described, 0..1
/// @param ageDays infinite when unknown
/// @param shown how often it has been seen: views of its page, until exposures are counted
/// @param clicks on recommendations of it
public record Explorable(ItemId id, double relevance, double quality, double ageDays, long shown, long clicks) {
    private static final double DAY_MS = 86_400_000;
    private static final int SPEAKING = 20;

    /// What the facts say at `asOfMs`.
    ///
    /// Quality = 0.3 for tags + 0.3 for a description of 20 characters + 0.2 for a known price + 0.2 for a cover.
    public static Explorable of(ItemFacts facts, double relevance, long asOfMs) {
        CatalogueFacts item = facts.catalogue();
        double quality = (item.tags().isEmpty() ? 0 : 0.3)
                + (item.descriptionLength() < SPEAKING ? 0 : 0.3)
                + (Double.isNaN(item.price()) ? 0 : 0.2)
                + (item.cover() ? 0.2 : 0);
        double age = item.createdAtMs() <= 0
                ? Double.POSITIVE_INFINITY
                : Math.max(0, (asOfMs - item.createdAtMs()) / DAY_MS);
        return new Explorable(
                item.id(),
                relevance,
                quality,
                age,
                facts.statistics().ever().views(),
                facts.statistics().ever().clicks());
    }
}
