package dev.millrace.query.state;

import dev.millrace.contract.features.CatalogueColumns;
import dev.millrace.contract.features.CatalogueFacts;
import dev.millrace.contract.id.ItemId;
import dev.millrace.query.item.ItemTable;
import dev.millrace.query.recall.Catalogue;
import dev.millrace.query.recall.Item;
import dev.millrace.query.state.Posting.Age;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/// The catalogue in memory: by id, and sellable items by seller, by tag, by price and by age.
///
/// **Threads:** one writer (the replica's), any number of readers. What [#find] gives is always the newest version; a
/// list may for a moment have an item as it was before the change that is just being made, or not have it.
public final class CatalogueIndex implements Catalogue {
    private final ItemTable<Item> items = new ItemTable<>();
    private final Map<ItemId.Kind, Posting> newest = new EnumMap<>(ItemId.Kind.class);
    private final Map<String, Posting> bySeller = new ConcurrentHashMap<>();
    private final Map<String, Posting> byTag = new ConcurrentHashMap<>();
    private final ConcurrentNavigableMap<Priced, CatalogueFacts> byPrice = new ConcurrentSkipListMap<>();
    private final int maxItems;

    public CatalogueIndex(int maxItems) {
        this.maxItems = maxItems;
        for (ItemId.Kind kind : ItemId.Kind.values()) {
            newest.put(kind, new Posting());
        }
    }

    private record Priced(double price, long number, int kind) implements Comparable<Priced> {
        /// Before all items of that price.
        static Priced before(double price) {
            return new Priced(price, 0, -1);
        }

        static Optional<Priced> of(Item item) {
            double price = item.facts().price();
            return Double.isNaN(price)
                    ? Optional.empty()
                    : Optional.of(new Priced(
                            price, item.id().number(), item.id().kind().ordinal()));
        }

        @Override
        public int compareTo(Priced other) {
            int cheapestFirst = Double.compare(price, other.price);
            int byNumber = cheapestFirst != 0 ? cheapestFirst : Long.compare(number, other.number);
            return byNumber != 0 ? byNumber : Integer.compare(kind, other.kind);
        }
    }

    /// Adds or replaces an item.
    ///
    /// @return false when the index is full and the item is new: it is refused
    boolean put(Item item) {
        if (items.size() >= maxItems && !items.has(item.id().code())) {
            return false;
        }
        change(items.put(item.id().code(), item), item);
        return true;
    }

    /// Forgets an item.
    void remove(ItemId id) {
        change(items.remove(id.code()), null);
    }

    /// Forgets all items.
    void clear() {
        items.clear();
        newest.values().forEach(Posting::clear);
        bySeller.clear();
        byTag.clear();
        byPrice.clear();
    }

    /// How many items there are, unsellable ones included.
    public int size() {
        return items.size();
    }

    @Override
    public @Nullable Item at(long code) {
        return items.get(code);
    }

    @Override
    public CatalogueColumns ofSeller(String seller, int count) {
        return newest(bySeller.get(seller), count);
    }

    @Override
    public CatalogueColumns withTag(String tagKey, int count) {
        return newest(byTag.get(tagKey), count);
    }

    @Override
    public CatalogueColumns newest(ItemId.Kind kind, int count) {
        return newest(newest.get(kind), count);
    }

    @Override
    public CatalogueColumns pricedFrom(double price, int count) {
        return first(byPrice.tailMap(Priced.before(price)), count);
    }

    @Override
    public CatalogueColumns pricedBelow(double price, int count) {
        return first(byPrice.headMap(Priced.before(price), false).descendingMap(), count);
    }

    private static CatalogueColumns newest(@Nullable Posting posting, int count) {
        return posting == null ? CatalogueColumns.EMPTY : posting.newest(count);
    }

    private static CatalogueColumns first(Map<Priced, CatalogueFacts> priced, int count) {
        List<CatalogueFacts> first = new ArrayList<>();
        for (CatalogueFacts item : priced.values()) {
            if (first.size() == count) {
                break;
            }
            first.add(item);
        }
        return CatalogueColumns.of(first);
    }

    private void change(@Nullable Item before, @Nullable Item after) {
        Item old = before != null && before.sellable() ? before : null;
        Item fresh = after != null && after.sellable() ? after : null;
        if (fresh != null) {
            add(fresh);
        }
        if (old != null) {
            drop(old, fresh);
        }
    }

    private void add(Item item) {
        CatalogueFacts facts = item.facts();
        Age age = Age.of(facts);
        ofKind(item).put(age, facts);
        for (String seller : sellers(item)) {
            bySeller.computeIfAbsent(seller, word -> new Posting()).put(age, facts);
        }
        for (String tag : item.tagKeys()) {
            byTag.computeIfAbsent(tag, word -> new Posting()).put(age, facts);
        }
        Priced.of(item).ifPresent(price -> byPrice.put(price, facts));
    }

    /// Takes an item out from where its new version does not stand.
    private void drop(Item old, @Nullable Item fresh) {
        Age age = Age.of(old.facts());
        Item there = fresh == null || !Age.of(fresh.facts()).equals(age) ? null : fresh; // where it stood
        if (there == null) {
            ofKind(old).remove(age);
        }
        Set<String> sellers = there == null ? Set.of() : sellers(there);
        sellers(old).stream().filter(word -> !sellers.contains(word)).forEach(word -> drop(bySeller, word, age));
        Set<String> tags = there == null ? Set.of() : Set.copyOf(there.tagKeys());
        old.tagKeys().stream().filter(word -> !tags.contains(word)).forEach(word -> drop(byTag, word, age));
        Optional<Priced> price = fresh == null ? Optional.empty() : Priced.of(fresh);
        Priced.of(old).filter(one -> !one.equals(price.orElse(null))).ifPresent(byPrice::remove);
    }

    private Posting ofKind(Item item) {
        return Objects.requireNonNull(newest.get(item.id().kind()));
    }

    private static void drop(Map<String, Posting> index, String word, Age age) {
        index.computeIfPresent(word, (w, listed) -> {
            listed.remove(age);
            return listed.isEmpty() ? null : listed;
        });
    }

    private static Set<String> sellers(Item item) {
        return item.seller().isEmpty() ? Set.of() : Set.of(item.seller());
    }
}
