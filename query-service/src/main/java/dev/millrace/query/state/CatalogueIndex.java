package dev.millrace.query.state;

import dev.millrace.contract.id.ItemId;
import dev.millrace.query.recall.Catalogue;
import dev.millrace.query.recall.Item;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The catalogue in memory: by id, and sellable items by seller, by tag, by price and by age.
///
/// **Threads:** one writer (the replica's), any number of readers. What [#find] gives is always the newest version; a
/// list may for a moment have an item as it was before the change that is just being made, or not have it.
public final class CatalogueIndex implements Catalogue {
    private final Map<ItemId, Item> items = new ConcurrentHashMap<>();
    private final Map<ItemId.Kind, Map<Age, Item>> newest = new EnumMap<>(ItemId.Kind.class);
    private final Map<String, Map<Age, Item>> bySeller = new ConcurrentHashMap<>();
    private final Map<String, Map<Age, Item>> byTag = new ConcurrentHashMap<>();
    private final ConcurrentNavigableMap<Priced, Item> byPrice = new ConcurrentSkipListMap<>();
    private final int maxItems;

    public CatalogueIndex(int maxItems) {
        this.maxItems = maxItems;
        for (ItemId.Kind kind : ItemId.Kind.values()) {
            newest.put(kind, new ConcurrentSkipListMap<>());
        }
    }

    private record Age(long createdAtMs, ItemId id) implements Comparable<Age> {
        static Age of(Item item) {
            return new Age(item.facts().createdAtMs(), item.id());
        }

        @Override
        public int compareTo(Age other) {
            int newestFirst = Long.compare(other.createdAtMs, createdAtMs);
            return newestFirst != 0 ? newestFirst : id.compareTo(other.id);
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
        if (items.size() >= maxItems && !items.containsKey(item.id())) {
            return false;
        }
        change(items.put(item.id(), item), item);
        return true;
    }

    /// Forgets an item.
    void remove(ItemId id) {
        change(items.remove(id), null);
    }

    /// Forgets all items.
    void clear() {
        items.clear();
        newest.values().forEach(Map::clear);
        bySeller.clear();
        byTag.clear();
        byPrice.clear();
    }

    /// How many items there are, unsellable ones included.
    public int size() {
        return items.size();
    }

    @Override
    public Optional<Item> find(ItemId id) {
        return Optional.ofNullable(items.get(id));
    }

    @Override
    public Stream<Item> ofSeller(String seller) {
        return stream(bySeller.get(seller));
    }

    @Override
    public Stream<Item> withTag(String tagKey) {
        return stream(byTag.get(tagKey));
    }

    @Override
    public Stream<Item> newest(ItemId.Kind kind) {
        return stream(newest.get(kind));
    }

    @Override
    public Stream<Item> pricedFrom(double price) {
        return byPrice.tailMap(Priced.before(price)).values().stream();
    }

    @Override
    public Stream<Item> pricedBelow(double price) {
        return byPrice.headMap(Priced.before(price), false).descendingMap().values().stream();
    }

    private static Stream<Item> stream(@Nullable Map<Age, Item> index) {
        return index == null ? Stream.empty() : index.values().stream();
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
        Age age = Age.of(item);
        ofKind(item).put(age, item);
        for (String seller : sellers(item)) {
            bySeller.computeIfAbsent(seller, word -> new ConcurrentSkipListMap<>())
                    .put(age, item);
        }
        for (String tag : item.tagKeys()) {
            byTag.computeIfAbsent(tag, word -> new ConcurrentSkipListMap<>()).put(age, item);
        }
        Priced.of(item).ifPresent(price -> byPrice.put(price, item));
    }

    /// Takes an item out from where its new version does not stand.
    private void drop(Item old, @Nullable Item fresh) {
        Age age = Age.of(old);
        Item there = fresh == null || !Age.of(fresh).equals(age) ? null : fresh; // where it stood
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

    private Map<Age, Item> ofKind(Item item) {
        return Objects.requireNonNull(newest.get(item.id().kind()));
    }

    private static void drop(Map<String, Map<Age, Item>> index, String word, Age age) {
        index.computeIfPresent(word, (w, listed) -> {
            listed.remove(age);
            return listed.isEmpty() ? null : listed;
        });
    }

    private static Set<String> sellers(Item item) {
        return item.seller().isEmpty() ? Set.of() : Set.of(item.seller());
    }
}
