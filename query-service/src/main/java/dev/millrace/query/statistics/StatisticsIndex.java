package dev.millrace.query.statistics;

import dev.millrace.contract.features.ItemColumns;
import dev.millrace.contract.id.ItemId;
import dev.millrace.contract.proto.ItemStatistics;
import dev.millrace.query.item.ItemTable;
import dev.millrace.query.recall.Item;

/// The statistics of all items in memory, and the feature columns that follow from them: some 500 bytes for each item
/// that ever was a candidate.
///
/// **Threads:** one writer (the replica's), any number of readers.
public final class StatisticsIndex {
    private static final byte[] NOTHING = {};

    private final ItemTable<CountedItem> items = new ItemTable<>();
    private final ItemTable<CountedItem> others = new ItemTable<>();
    private final int maxItems;

    public StatisticsIndex(int maxItems) {
        this.maxItems = maxItems;
    }

    /// An item's own columns, with windows that end at `asOfMs`.
    public ItemColumns columns(Item item, long asOfMs) {
        CountedItem counted = items.get(item.facts().code());
        return (counted == null ? neverCounted(item.facts().code()) : counted).columns(item, asOfMs);
    }

    /// The columns of items that never had anything are kept, too; when there are too many, all anew.
    private CountedItem neverCounted(long code) {
        CountedItem known = others.get(code);
        if (known != null) {
            return known;
        }
        if (others.size() >= maxItems) {
            others.clear();
        }
        return others.putIfAbsent(code, new CountedItem(NOTHING));
    }

    /// What the item has had; the default instance when it never had anything.
    ItemStatistics find(ItemId id) {
        CountedItem counted = items.get(id.code());
        return counted == null ? ItemStatistics.getDefaultInstance() : counted.read();
    }

    /// Adds or replaces an item.
    ///
    /// @param bytes of its [ItemStatistics]
    /// @return false when the index is full and the item is new: it is refused
    boolean put(ItemId id, byte[] bytes) {
        if (items.size() >= maxItems && !items.has(id.code())) {
            return false;
        }
        items.put(id.code(), new CountedItem(bytes));
        others.remove(id.code());
        return true;
    }

    /// Forgets an item.
    void remove(ItemId id) {
        items.remove(id.code());
    }

    /// Forgets all items.
    void clear() {
        items.clear();
        others.clear();
    }

    /// How many items there are.
    public int size() {
        return items.size();
    }
}
