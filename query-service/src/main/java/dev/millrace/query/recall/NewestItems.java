package dev.millrace.query.recall;

import dev.millrace.contract.features.CatalogueColumns;
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
    private static final Comparator<Dated> NEWEST_FIRST =
            Comparator.comparingLong(Dated::createdAtMs).reversed().thenComparing(Dated::id);

    private record Dated(long code, long createdAtMs) {
        ItemId id() {
            return ItemId.ofCode(code);
        }
    }

    /// Items that may be shown, newest first.
    public List<Candidate> find(Catalogue catalogue, Set<ItemId.Kind> kinds, LongPredicate unwanted) {
        List<Dated> newest = new ArrayList<>();
        for (ItemId.Kind kind : kinds) {
            add(newest, catalogue.newest(kind, maxScan), unwanted);
        }
        if (kinds.size() > 1) {
            newest.sort(NEWEST_FIRST);
        }
        return newest.stream()
                .limit(limit)
                .map(item -> new Candidate(item.code(), 0))
                .toList();
    }

    private void add(List<Dated> newest, CatalogueColumns items, LongPredicate unwanted) {
        int count = Math.min(maxScan, items.size());
        int most = newest.size() + limit;
        for (int place = 0; place < count && newest.size() < most; place++) {
            if (!unwanted.test(items.code(place))) {
                newest.add(new Dated(items.code(place), items.createdAtMs(place)));
            }
        }
    }
}
