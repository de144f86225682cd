package dev.millrace.query.support;

import dev.millrace.contract.features.CatalogueColumns;
import dev.millrace.contract.id.ItemId;
import dev.millrace.query.recall.Catalogue;
import dev.millrace.query.recall.Item;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A catalogue that scans a list.
public record ListCatalogue(List<Item> items) implements Catalogue {

    @Override
    public @Nullable Item at(long code) {
        return items.stream()
                .filter(item -> item.id().code() == code)
                .findFirst()
                .orElse(null);
    }

    @Override
    public CatalogueColumns ofSeller(String seller, int max) {
        return facts(newest().filter(item -> item.seller().equals(seller)), max);
    }

    @Override
    public CatalogueColumns withTag(String tagKey, int max) {
        return facts(newest().filter(item -> item.tagKeys().contains(tagKey)), max);
    }

    @Override
    public CatalogueColumns pricedFrom(double price, int max) {
        return facts(newest().filter(item -> item.facts().price() >= price).sorted(byPrice(1)), max);
    }

    @Override
    public CatalogueColumns pricedBelow(double price, int max) {
        return facts(newest().filter(item -> item.facts().price() < price).sorted(byPrice(-1)), max);
    }

    private static Comparator<Item> byPrice(int sign) {
        return Comparator.comparingDouble(item -> sign * item.facts().price());
    }

    @Override
    public CatalogueColumns newest(ItemId.Kind kind, int max) {
        return facts(newest().filter(item -> item.id().kind() == kind), max);
    }

    private static CatalogueColumns facts(Stream<Item> items, int max) {
        return CatalogueColumns.of(items.limit(max).map(Item::facts).toList());
    }

    private Stream<Item> newest() {
        return items.stream()
                .filter(Item::sellable)
                .sorted(Comparator.<Item>comparingLong(item -> -item.details().getCreatedAtMs())
                        .thenComparing(Item::id));
    }
}
