package dev.millrace.query.statistics;

import dev.millrace.contract.id.ItemId;
import dev.millrace.contract.proto.ItemStatistics;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// The statistics of all items in memory. **Threads:** one writer (the replica's), any number of readers; what a reader
/// has got stays as it is.
public final class StatisticsIndex {
    private final Map<ItemId, CountedItem> items = new ConcurrentHashMap<>();
    private final int maxItems;

    public StatisticsIndex(int maxItems) {
        this.maxItems = maxItems;
    }

    /// What the item has had; [CountedItem#NONE] when it never had anything.
    public CountedItem find(ItemId id) {
        return items.getOrDefault(id, CountedItem.NONE);
    }

    /// Adds or replaces an item.
    ///
    /// @return false when the index is full and the item is new: it is refused
    boolean put(ItemId id, ItemStatistics statistics) {
        if (items.size() >= maxItems && !items.containsKey(id)) {
            return false;
        }
        items.put(id, new CountedItem(statistics));
        return true;
    }

    /// Forgets an item.
    void remove(ItemId id) {
        items.remove(id);
    }

    /// Forgets all items.
    void clear() {
        items.clear();
    }

    /// How many items there are.
    public int size() {
        return items.size();
    }
}
