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

/// The catalogue in memory: by id, and sellable items by seller, by tag and by age.
///
/// **Threads:** one writer (the replica's), any number of readers. An index holds keys and the item is looked up by id,
/// so a reader never sees an old version of an item; between two steps of a write it may miss or still find an item
/// under the tag or seller that is just changing.
public final class CatalogueIndex implements Catalogue {
    private final Map<ItemId, Item> items = new ConcurrentHashMap<>();
    private final NavigableSet<Key> newest = new ConcurrentSkipListSet<>();
    private final Map<String, NavigableSet<Key>> bySeller = new ConcurrentHashMap<>();
    private final Map<String, NavigableSet<Key>> byTag = new ConcurrentHashMap<>();
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

    private Stream<Item> resolve(@Nullable Set<Key> keys) {
        return keys == null
                ? Stream.empty()
                : keys.stream()
                        .map(key -> items.get(key.id()))
                        .filter(Objects::nonNull)
                        .filter(Item::sellable);
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
