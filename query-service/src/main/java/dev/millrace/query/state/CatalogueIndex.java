package dev.millrace.query.state;

import dev.millrace.contract.id.ItemId;
import dev.millrace.query.recall.Catalogue;
import dev.millrace.query.recall.Item;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The catalogue in memory: by id, and sellable items by seller, by tag, by price and by age.
///
/// **Threads:** one writer (the replica's), any number of readers. An index holds keys and the item is looked up by id,
/// so a reader never sees an old version of an item; between two steps of a write it may miss or still find an item
/// under the tag or seller that is just changing.
public final class CatalogueIndex implements Catalogue {
    private final Map<ItemId, Item> items = new ConcurrentHashMap<>();
    private final NavigableSet<Key> newest = new ConcurrentSkipListSet<>();
    private final Map<String, NavigableSet<Key>> bySeller = new ConcurrentHashMap<>();
    private final Map<String, NavigableSet<Key>> byTag = new ConcurrentHashMap<>();
    private final NavigableSet<Priced> byPrice = new ConcurrentSkipListSet<>();
    private final int maxItems;

    public CatalogueIndex(int maxItems) {
        this.maxItems = maxItems;
    }

    private record Key(long createdAtMs, ItemId id) implements Comparable<Key> {
        private static final Comparator<Key> NEWEST_FIRST =
                Comparator.comparingLong(Key::createdAtMs).reversed().thenComparing(Key::id);

        static Key of(Item item) {
            return new Key(item.details().getCreatedAtMs(), item.id());
        }

        @Override
        public int compareTo(Key other) {
            return NEWEST_FIRST.compare(this, other);
        }
    }

    private record Priced(double price, long number, ItemId.@Nullable Kind kind) implements Comparable<Priced> {
        private static final Comparator<Priced> CHEAPEST_FIRST = Comparator.comparingDouble(Priced::price)
                .thenComparingLong(Priced::number)
                .thenComparing(Priced::kind, Comparator.nullsFirst(Comparator.naturalOrder()));

        /// Before all items of that price.
        static Priced before(double price) {
            return new Priced(price, 0, null);
        }

        static Optional<Priced> of(@Nullable Item item) {
            return item == null || Double.isNaN(item.facts().price())
                    ? Optional.empty()
                    : Optional.of(new Priced(
                            item.facts().price(), item.id().number(), item.id().kind()));
        }

        ItemId id() {
            return new ItemId(Objects.requireNonNull(kind), number);
        }

        @Override
        public int compareTo(Priced other) {
            return CHEAPEST_FIRST.compare(this, other);
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
        newest.clear();
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
        return resolve(bySeller.get(seller));
    }

    @Override
    public Stream<Item> withTag(String tagKey) {
        return resolve(byTag.get(tagKey));
    }

    @Override
    public Stream<Item> newest() {
        return resolve(newest);
    }

    @Override
    public Stream<Item> pricedFrom(double price) {
        return resolve(byPrice.tailSet(Priced.before(price)).stream().map(Priced::id));
    }

    @Override
    public Stream<Item> pricedBelow(double price) {
        return resolve(byPrice.headSet(Priced.before(price), false).descendingSet().stream()
                .map(Priced::id));
    }

    private Stream<Item> resolve(@Nullable Set<Key> keys) {
        return keys == null ? Stream.empty() : resolve(keys.stream().map(Key::id));
    }

    private Stream<Item> resolve(Stream<ItemId> ids) {
        return ids.map(items::get).filter(Objects::nonNull).filter(Item::sellable);
    }

    private void change(@Nullable Item before, @Nullable Item after) {
        Item shownBefore = before != null && before.sellable() ? before : null;
        Item shownAfter = after != null && after.sellable() ? after : null;
        Key oldKey = shownBefore == null ? null : Key.of(shownBefore);
        Key newKey = shownAfter == null ? null : Key.of(shownAfter);
        if (!Objects.equals(oldKey, newKey)) {
            if (newKey != null) {
                newest.add(newKey);
            }
            if (oldKey != null) {
                newest.remove(oldKey);
            }
        }
        Optional<Priced> oldPrice = Priced.of(shownBefore);
        Optional<Priced> newPrice = Priced.of(shownAfter);
        if (!oldPrice.equals(newPrice)) {
            newPrice.ifPresent(byPrice::add);
            oldPrice.ifPresent(byPrice::remove);
        }
        move(bySeller, sellers(shownBefore), oldKey, sellers(shownAfter), newKey);
        move(byTag, tags(shownBefore), oldKey, tags(shownAfter), newKey);
    }

    private static void move(
            Map<String, NavigableSet<Key>> index,
            Set<String> from,
            @Nullable Key oldKey,
            Set<String> to,
            @Nullable Key newKey) {
        if (newKey != null) {
            for (String word : to) {
                index.computeIfAbsent(word, w -> new ConcurrentSkipListSet<>()).add(newKey);
            }
        }
        if (oldKey != null) {
            for (String word : from) {
                if (!oldKey.equals(newKey) || !to.contains(word)) {
                    drop(index, word, oldKey);
                }
            }
        }
    }

    private static void drop(Map<String, NavigableSet<Key>> index, String word, Key key) {
        index.computeIfPresent(word, (w, keys) -> {
            keys.remove(key);
            return keys.isEmpty() ? null : keys;
        });
    }

    private static Set<String> sellers(@Nullable Item item) {
        return item == null || item.seller().isEmpty() ? Set.of() : Set.of(item.seller());
    }

    private static Set<String> tags(@Nullable Item item) {
        return item == null ? Set.of() : new HashSet<>(item.tagKeys());
    }
}
