package dev.millrace.query.serve;

import dev.millrace.contract.id.ItemId;
import dev.millrace.contract.proto.CatalogueItem;
import dev.millrace.contract.store.QueryableStore;
import dev.millrace.query.recall.Catalogue;
import dev.millrace.query.recall.Item;
import dev.millrace.query.state.Lookup;
import dev.millrace.query.state.Reading;
import dev.millrace.query.state.StateReader;
import java.util.List;

/// Finds the item of a page. The replica may be a moment behind the state it is made from, so the owner is asked before
/// an item is unknown.
public final class PageItems {
    private final StateReader state;
    private final Catalogue catalogue;

    public PageItems(StateReader state, Catalogue catalogue) {
        this.state = state;
        this.catalogue = catalogue;
    }

    /// The item.
    ///
    /// @throws UnknownItem when it is unknown, deleted or cannot be bought
    /// @throws Unavailable when nobody can tell
    public Item find(ItemId id) {
        return catalogue.find(id).filter(Item::sellable).orElseGet(() -> ask(id));
    }

    private Item ask(ItemId id) {
        Lookup<CatalogueItem> own = Lookup.of(QueryableStore.CATALOGUE, id);
        Reading<CatalogueItem> found = state.read(List.of(own)).of(own);
        if (found.away() && catalogue.find(id).isEmpty()) {
            throw new Unavailable("catalogue entry of item " + id + " is not available at the moment");
        }
        return found.value()
                .map(details -> new Item(id, details))
                .filter(Item::sellable)
                .orElseThrow(() -> new UnknownItem(id));
    }
}
