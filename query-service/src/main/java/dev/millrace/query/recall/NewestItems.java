package dev.millrace.query.recall;

import dev.millrace.contract.id.ItemId;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/// The newest items: the last resort, so that a list is full whenever the catalogue can fill it, and what exploration
/// draws from. Scores are 0: being new says nothing about fitting.
///
/// @param maxScan catalogue entries of a kind that are looked at
/// @param limit items at most
public record NewestItems(int maxScan, int limit) {
    private static final Comparator<Item> NEWEST_FIRST = Comparator.<Item>comparingLong(
                    item -> -item.details().getCreatedAtMs())
            .thenComparing(Item::id);

    /// Items that may be shown, newest first.
    public List<Candidate> find(Catalogue catalogue, Set<ItemId.Kind> kinds, Predicate<Item> shown) {
        return kinds.stream()
                .flatMap(kind ->
                        catalogue.newest(kind).limit(maxScan).filter(shown).limit(limit))
                .sorted(NEWEST_FIRST)
                .limit(limit)
                .map(item -> new Candidate(item.id(), 0))
                .toList();
    }
}
