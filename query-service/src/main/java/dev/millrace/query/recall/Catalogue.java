package dev.millrace.query.recall;

import dev.millrace.contract.id.ItemId;
import java.util.Optional;
import java.util.stream.Stream;

/// The items a channel can look up. The lists hold sellable items only and may change while they are read.
public interface Catalogue {

    /// The item, sellable or not; empty when unknown or deleted.
    Optional<Item> find(ItemId id);

    /// Items of a seller, newest first.
    Stream<Item> ofSeller(String seller);

    /// Items with a tag given by [Item#tagKey], newest first.
    Stream<Item> withTag(String tagKey);

    /// Items of this price or a higher one, the nearest first.
    Stream<Item> pricedFrom(double price);

    /// Items of a lower price, the nearest first.
    Stream<Item> pricedBelow(double price);

    /// All items of a kind, newest first.
    Stream<Item> newest(ItemId.Kind kind);
}
