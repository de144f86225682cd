package dev.millrace.query.recall;

import dev.millrace.contract.features.CatalogueFacts;
import dev.millrace.contract.id.ItemId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.LongPredicate;

/// The newest items: the last resort, so that a list is full whenever the catalogue can fill it, and what exploration
/// draws from. Scores are 0: being new says nothing about fitting.
///
/// @param maxScan catalogue entries of a kind that are looked at
/// @param limit items at most
public record NewestItems(int maxScan, int limit) {
    private static final Comparator<CatalogueFacts> NEWEST_FIRST = Comparator.comparingLong(
                    CatalogueFacts::createdAtMs)
            .reversed()
            .thenComparing(CatalogueFacts::id);

    /// Items that may be shown, newest first.
    public List<Candidate> find(Catalogue catalogue, Set<ItemId.Kind> kinds, LongPredicate unwanted) {
        List<CatalogueFacts> newest = new ArrayList<>();
        for (ItemId.Kind kind : kinds) {
            int most = newest.size() + limit;
            for (CatalogueFacts item : catalogue.newest(kind, maxScan)) {
                if (newest.size() == most) {
                    break;
                }
                if (!unwanted.test(item.code())) {
                    newest.add(item);
                }
            }
        }
        if (kinds.size() > 1) {
            newest.sort(NEWEST_FIRST);
        }
        return newest.stream()
                .limit(limit)
                .map(item -> new Candidate(item.code(), 0))
                .toList();
    }
}
