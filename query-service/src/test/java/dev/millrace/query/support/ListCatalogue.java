package dev.millrace.query.support;

import dev.millrace.contract.id.ItemId;
import dev.millrace.query.recall.Catalogue;
import dev.millrace.query.recall.Item;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// A catalogue that scans a list.
public record ListCatalogue(List<Item> items) implements Catalogue {

    @Override
    public Optional<Item> find(ItemId id) {
        return items.stream().filter(item -> item.id().equals(id)).findFirst();
    }

    @Override
    public Stream<Item> ofSeller(String seller) {
        return newest().filter(item -> item.seller().equals(seller));
    }

    @Override
    public Stream<Item> withTag(String tagKey) {
        return newest().filter(item -> item.tagKeys().contains(tagKey));
    }

    @Override
    public Stream<Item> pricedFrom(double price) {
        return newest().filter(item -> item.facts().price() >= price).sorted(byPrice(1));
    }

    @Override
    public Stream<Item> pricedBelow(double price) {
        return newest().filter(item -> item.facts().price() < price).sorted(byPrice(-1));
    }

    private static Comparator<Item> byPrice(int sign) {
        return Comparator.comparingDouble(item -> sign * item.facts().price());
    }

    @Override
    public Stream<Item> newest(ItemId.Kind kind) {
        return newest().filter(item -> item.id().kind() == kind);
    }

    private Stream<Item> newest() {
        return items.stream()
                .filter(Item::sellable)
                .sorted(Comparator.<Item>comparingLong(item -> -item.details().getCreatedAtMs())
                        .thenComparing(Item::id));
    }
}
