package dev.millrace.query.recommend;

import java.util.List;

/// A list and how it came about.
///
/// @param list what is shown, in its order
/// @param candidates all that were ranked, best first
public record Ranking(List<Recommendation> list, List<ScoredItem> candidates) {
    public Ranking {
        list = List.copyOf(list);
        candidates = List.copyOf(candidates);
    }
}
