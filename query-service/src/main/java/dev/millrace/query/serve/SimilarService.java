package dev.millrace.query.serve;

import dev.millrace.contract.id.ItemId;
import dev.millrace.contract.proto.CatalogueItem;
import dev.millrace.contract.store.QueryableStore;
import dev.millrace.query.recall.Catalogue;
import dev.millrace.query.recall.Item;
import dev.millrace.query.recall.Popularity;
import dev.millrace.query.recall.RecallInput;
import dev.millrace.query.recommend.Recommendation;
import dev.millrace.query.recommend.SimilarItems;
import dev.millrace.query.state.Freshness;
import dev.millrace.query.state.Lookup;
import dev.millrace.query.state.Reading;
import dev.millrace.query.state.StateReader;
import java.util.EnumSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/// `/similar/{id}`: items taken together with the page item, filled up with what resembles it and what is popular.
///
/// Trending is read only when neighbours leave places free. With the neighbours' owner away the list is back-fill
/// alone.
public final class SimilarService {
    private final StateReader state;
    private final Catalogue catalogue;
    private final NeighbourReader neighbours;
    private final PopularItems popular;
    private final BooleanSupplier vectorsReady;
    private final SimilarItems behaviour;
    private final SimilarItems all;

    /// @param vectorsReady whether items with similar words can be found
    /// @param behaviour ranks by behaviour alone
    /// @param all ranks by behaviour and all back-fill channels
    public SimilarService(
            StateReader state,
            Catalogue catalogue,
            NeighbourReader neighbours,
            PopularItems popular,
            BooleanSupplier vectorsReady,
            SimilarItems behaviour,
            SimilarItems all) {
        this.state = state;
        this.catalogue = catalogue;
        this.neighbours = neighbours;
        this.popular = popular;
        this.vectorsReady = vectorsReady;
        this.behaviour = behaviour;
        this.all = all;
    }

    /// The list for a page.
    ///
    /// @param fallback whether behaviour could not be read at all
    public record Answer(
            List<Recommendation> items, boolean fallback, OptionalLong completeUntilUs, Set<Degradation> degraded) {}

    /// The list for the page of `id`.
    ///
    /// @throws UnknownItem when it is unknown, deleted or cannot be bought
    /// @throws Unavailable when nothing at all can be had
    public Answer answer(ItemId id, Set<ItemId.Kind> kinds, int limit) {
        Item page = page(id);
        Predicate<ItemId> shown = other -> kinds.contains(other.kind())
                && !other.equals(id)
                && catalogue.find(other).filter(Item::sellable).isPresent();
        NeighbourReader.Answer near = neighbours.read(id, shown);
        Set<Degradation> degraded = EnumSet.noneOf(Degradation.class);
        mark(degraded, Degradation.NEIGHBOURS, near.away() || near.partial());
        mark(degraded, Degradation.STANDBY, near.standby());
        var alone = behaviour.rank(new RecallInput(page, near.evidence(), Popularity.NONE, catalogue), kinds, limit);
        if (alone.size() == limit) {
            return new Answer(alone, false, near.completeUntilUs(), degraded);
        }
        PopularItems.Answer trending = popular.get();
        mark(degraded, Degradation.TRENDING, trending.degraded());
        mark(degraded, Degradation.VECTORS, !vectorsReady.getAsBoolean());
        var filled = all.rank(new RecallInput(page, near.evidence(), trending.popularity(), catalogue), kinds, limit);
        if (filled.isEmpty() && near.away()) {
            throw new Unavailable("neighbours of item " + id + " are not available at the moment");
        }
        return new Answer(filled, near.away(), freshness(near, trending), degraded);
    }

    /// The replica may be a moment behind the state it is made from, so the owner is asked before an item is unknown.
    private Item page(ItemId id) {
        return catalogue.find(id).filter(Item::sellable).orElseGet(() -> {
            Lookup<CatalogueItem> own = Lookup.of(QueryableStore.CATALOGUE, id);
            Reading<CatalogueItem> found = state.read(List.of(own)).of(own);
            if (found.away() && catalogue.find(id).isEmpty()) {
                throw new Unavailable("catalogue entry of item " + id + " is not available at the moment");
            }
            return found.value()
                    .map(details -> new Item(id, details))
                    .filter(Item::sellable)
                    .orElseThrow(() -> new UnknownItem(id));
        });
    }

    private static OptionalLong freshness(NeighbourReader.Answer near, PopularItems.Answer trending) {
        return near.away()
                ? trending.completeUntilUs()
                : Freshness.older(near.completeUntilUs(), trending.completeUntilUs());
    }

    private static void mark(Set<Degradation> degraded, Degradation kind, boolean present) {
        if (present) {
            degraded.add(kind);
        }
    }
}
