package dev.millrace.query.recommend;

import dev.millrace.contract.features.FeatureRows;
import dev.millrace.contract.features.ItemColumns;
import dev.millrace.query.merge.Merged;
import dev.millrace.query.recall.Item;
import dev.millrace.query.rerank.Ranked;

/// A candidate with what the ranker says about it.
///
/// @param merged what the channels say
/// @param score 0..1
/// @param columns of the item by itself
/// @param rows of the request's candidates
/// @param row its own among them
public record ScoredItem(Item item, Merged merged, float score, ItemColumns columns, FeatureRows rows, int row) {

    /// The row it was ranked by, `float[FeatureLayout.WIDTH]`.
    public float[] features() {
        return rows.row(row);
    }

    /// As re-ranking sees it.
    Ranked ranked() {
        return new Ranked(columns.code(), score, columns.tags(), columns.sellerCode());
    }

    Recommendation shown(int rank) {
        return shown(rank, merged.reason(), false, 1);
    }

    Recommendation shown(int rank, String reason, boolean explored, double propensity) {
        return new Recommendation(rank, item, rounded(score), reason, merged, explored, propensity, features());
    }

    private static double rounded(double score) {
        return Math.round(score * 1e6) / 1e6;
    }
}
