package dev.millrace.query.recommend;

import dev.millrace.query.merge.Merged;
import dev.millrace.query.recall.Item;

/// An item that leaves the service.
///
/// @param rank 1-based; the order is authoritative
/// @param score 0..1, by the ranker; mixing may put a lower one before a higher one
/// @param reason words of the channels that named it, or `exploration`
/// @param merged what each channel said
/// @param explored whether it was drawn to learn about it
/// @param propensity probability that this request shows it
/// @param features the row it was ranked by, `float[FeatureLayout.WIDTH]`; empty when no ranker saw it
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Recommendation(
        int rank,
        Item item,
        double score,
        String reason,
        Merged merged,
        boolean explored,
        double propensity,
        float[] features) {

    /// The same, of the item as it looks now.
    public Recommendation showing(Item now) {
        return now == item
                ? this
                : new Recommendation(rank, now, score, reason, merged, explored, propensity, features);
    }

    /// The same at another place.
    public Recommendation at(int rank) {
        return new Recommendation(rank, item, score, reason, merged, explored, propensity, features);
    }
}
