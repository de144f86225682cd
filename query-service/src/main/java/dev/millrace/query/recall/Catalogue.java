package dev.millrace.query.recall;

import dev.millrace.contract.features.CatalogueColumns;
import dev.millrace.contract.id.ItemId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The items a channel can look up. The lists hold sellable items only: at least as many as are
/// asked for, if there are so many.
public interface Catalogue {

    /// The item of a [ItemId#code], sellable or not; null when unknown or deleted.
    @Nullable
    Item at(long code);

    /// The same of an item.
    default Optional<Item> find(ItemId id) {
        return Optional.ofNullable(at(id.code()));
    }

    /// Whether there is such an item, and it may be shown in a list.
    default boolean sells(long code) {
        Item item = at(code);
        return item != null && item.sellable();
    }

    /// Items of a seller, newest first.
    CatalogueColumns ofSeller(String seller, int count);

    /// Items with a tag given by [Item#tagKey], newest first.
    CatalogueColumns withTag(String tagKey, int count);

    /// Items of this price or a higher one, the nearest first.
    CatalogueColumns pricedFrom(double price, int count);

    /// Items of a lower price, the nearest first.
    CatalogueColumns pricedBelow(double price, int count);

    /// Items of a kind, newest first.
    CatalogueColumns newest(ItemId.Kind kind, int count);
}
