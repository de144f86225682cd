package dev.millrace.query.statistics;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.millrace.contract.features.CatalogueFacts;
import dev.millrace.contract.features.Facts;
import dev.millrace.contract.features.ItemColumns;
import dev.millrace.contract.features.ItemFacts;
import dev.millrace.contract.id.ItemId;
import dev.millrace.contract.proto.ItemStatistics;
import dev.millrace.query.item.ItemTable;
import org.jspecify.annotations.Nullable;

/// The statistics of all items in memory, and the feature columns that follow from them: some 500 bytes for each item
/// that ever was a candidate.
///
/// **Threads:** one writer (the replica's), any number of readers.
public final class StatisticsIndex {
    private static final long MINUTE_MS = 60_000;

    /// The [ItemStatistics] as they were published, a tenth of the memory of the message.
    private final ItemTable<byte[]> items = new ItemTable<>();
    /// What was made of them last, so that a candidate costs one look-up; of items that never had anything, too.
    private final ItemTable<ItemColumns> columns = new ItemTable<>();
    private final int maxItems;

    public StatisticsIndex(int maxItems) {
        this.maxItems = maxItems;
    }

    /// An item's own columns, with windows that end at `asOfMs` or up to a minute before: made anew when the item, what
    /// it has had or the minute is another.
    ///
    /// @param code of the item, [ItemId#code]
    /// @param item its facts as they are now
    public ItemColumns columns(long code, CatalogueFacts item, long asOfMs) {
        ItemColumns known = columns.get(code);
        long minuteMs = Math.floorDiv(asOfMs, MINUTE_MS) * MINUTE_MS;
        return known != null && known.asOfMs() == minuteMs && known.isOf(item) ? known : made(code, item, minuteMs);
    }

    /// Kept unless something has happened to the item meanwhile: who puts that takes away what was made before.
    @SuppressWarnings("ReferenceEquality") // what was put since is another array
    private ItemColumns made(long code, CatalogueFacts item, long minuteMs) {
        byte @Nullable [] bytes = items.get(code);
        ItemColumns fresh = new ItemColumns(new ItemFacts(item, Facts.statistics(read(bytes), minuteMs)), minuteMs);
        if (columns.size() >= 2 * maxItems) {
            columns.clear(); // items that have gone
        }
        columns.put(code, fresh);
        if (items.get(code) != bytes) {
            columns.remove(code);
        }
        return fresh;
    }

    /// What the item has had; the default instance when it never had anything.
    ItemStatistics find(ItemId id) {
        return read(items.get(id.code()));
    }

    private static ItemStatistics read(byte @Nullable [] bytes) {
        try {
            return bytes == null ? ItemStatistics.getDefaultInstance() : ItemStatistics.parseFrom(bytes);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("what was written here cannot be read", e);
        }
    }

    /// Adds or replaces an item.
    ///
    /// @param bytes of its [ItemStatistics]
    /// @return false when the index is full and the item is new: it is refused
    boolean put(ItemId id, byte[] bytes) {
        if (items.size() >= maxItems && !items.has(id.code())) {
            return false;
        }
        items.put(id.code(), bytes);
        columns.remove(id.code());
        return true;
    }

    /// Forgets an item.
    void remove(ItemId id) {
        items.remove(id.code());
        columns.remove(id.code());
    }

    /// Forgets all items.
    void clear() {
        items.clear();
        columns.clear();
    }

    /// How many items there are.
    public int size() {
        return items.size();
    }
}
