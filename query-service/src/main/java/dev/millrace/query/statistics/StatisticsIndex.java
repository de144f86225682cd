package dev.millrace.query.statistics;

import dev.millrace.contract.features.ItemColumns;
import dev.millrace.contract.id.ItemId;
import dev.millrace.contract.proto.ItemStatistics;
import dev.millrace.query.recall.Item;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/// The statistics of all items in memory, and the feature columns that follow from them: some 500 bytes for each item
/// that ever was a candidate.
///
/// **Threads:** one writer (the replica's), any number of readers.
public final class StatisticsIndex {
    private final Map<ItemId, CountedItem> items = new ConcurrentHashMap<>();
    private final Map<ItemId, CountedItem> others = new ConcurrentHashMap<>();
    private final AtomicInteger asked = new AtomicInteger();
    private final int maxItems;

    public StatisticsIndex(int maxItems) {
        this.maxItems = maxItems;
    }

    /// An item's own columns, with windows that end at `asOfMs`.
    public ItemColumns columns(Item item, long asOfMs) {
        CountedItem counted = items.get(item.id());
        return (counted == null ? neverCounted(item.id()) : counted).columns(item, asOfMs);
    }

    /// The columns of items that never had anything are kept, too; when there are too many, all anew.
    private CountedItem neverCounted(ItemId id) {
        CountedItem known = others.get(id);
        if (known != null) {
            return known;
        }
        if (asked.incrementAndGet() > maxItems) {
            others.clear();
            asked.set(0);
        }
        CountedItem fresh = new CountedItem(ItemStatistics.getDefaultInstance());
        others.put(id, fresh);
        return fresh;
    }

    /// What the item has had; the default instance when it never had anything.
    ItemStatistics find(ItemId id) {
        CountedItem counted = items.get(id);
        return counted == null ? ItemStatistics.getDefaultInstance() : counted.read();
    }

    /// Adds or replaces an item.
    ///
    /// @return false when the index is full and the item is new: it is refused
    boolean put(ItemId id, ItemStatistics statistics) {
        if (items.size() >= maxItems && !items.containsKey(id)) {
            return false;
        }
        items.put(id, new CountedItem(statistics));
        others.remove(id);
        return true;
    }

    /// Forgets an item.
    void remove(ItemId id) {
        items.remove(id);
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
