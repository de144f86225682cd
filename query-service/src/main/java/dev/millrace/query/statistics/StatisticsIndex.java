package dev.millrace.query.statistics;

import dev.millrace.contract.id.ItemId;
import dev.millrace.contract.proto.ItemStatistics;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// The statistics of all items in memory. **Threads:** one writer (the replica's), any number of readers; what a reader
/// has got stays as it is.
public final class StatisticsIndex {
    private final Map<ItemId, ItemBuckets> items = new ConcurrentHashMap<>();
    private final int maxItems;

    public StatisticsIndex(int maxItems) {
        this.maxItems = maxItems;
    }

    /// What the item has had in the windows that end at `nowMs`; empty when it never had anything. Costs three
    /// searches among the item's buckets.
    public Optional<ItemSums> of(ItemId id, long nowMs) {
        ItemBuckets buckets = items.get(id);
        return buckets == null ? Optional.empty() : Optional.of(new ItemSums(buckets, nowMs));
    }

    /// Adds or replaces an item.
    ///
    /// @return false when the index is full and the item is new: it is refused
    /// @throws IllegalArgumentException when buckets are not in the order of their numbers
    boolean put(ItemId id, ItemStatistics statistics) {
        if (items.size() >= maxItems && !items.containsKey(id)) {
            return false;
        }
        items.put(id, new ItemBuckets(statistics));
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
