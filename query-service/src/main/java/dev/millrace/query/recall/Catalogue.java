package dev.millrace.query.recall;

import dev.millrace.contract.features.CatalogueFacts;
import dev.millrace.contract.id.ItemId;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The items a channel can look up. The lists hold sellable items only, as many as are asked for at most.
public interface Catalogue {

    /// The item of a [ItemId#code], sellable or not; null when unknown or deleted.
    @Nullable Item at(long code);

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
    List<CatalogueFacts> ofSeller(String seller, int max);

    /// Items with a tag given by [Item#tagKey], newest first.
    List<CatalogueFacts> withTag(String tagKey, int max);

    /// Items of this price or a higher one, the nearest first.
    List<CatalogueFacts> pricedFrom(double price, int max);

    /// Items of a lower price, the nearest first.
    List<CatalogueFacts> pricedBelow(double price, int max);

    /// Items of a kind, newest first.
    List<CatalogueFacts> newest(ItemId.Kind kind, int max);
}
