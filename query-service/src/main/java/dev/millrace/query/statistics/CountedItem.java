package dev.millrace.query.statistics;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.millrace.contract.features.Facts;
import dev.millrace.contract.features.ItemColumns;
import dev.millrace.contract.features.ItemFacts;
import dev.millrace.contract.proto.ItemStatistics;
import dev.millrace.query.recall.Item;
import org.jspecify.annotations.Nullable;

/// What an item has had, as it was published, a tenth of the memory of its message; and beside it the feature columns
/// that were made of it last, so that a candidate costs one look-up. Another version of it is another object.
///
/// **Threads:** any; two that find the columns out of date make the same ones.
final class CountedItem {
    private static final long MINUTE_MS = 60_000;

    private final byte[] bytes;
    private volatile @Nullable ItemColumns known;

    /// @param bytes of the [ItemStatistics]
    CountedItem(byte[] bytes) {
        this.bytes = bytes;
    }

    /// The columns of the item whose windows end at `asOfMs`: made anew when the item or the minute is another.
    @SuppressWarnings("ReferenceEquality") // another version of an item has facts of its own
    ItemColumns columns(Item item, long asOfMs) {
        long minuteMs = Math.floorDiv(asOfMs, MINUTE_MS) * MINUTE_MS;
        ItemColumns last = known;
        if (last != null && last.asOfMs() == minuteMs && last.isOf(item.facts())) {
            return last;
        }
        ItemColumns columns = new ItemColumns(new ItemFacts(item.facts(), Facts.statistics(read(), minuteMs)), minuteMs);
        known = columns;
        return columns;
    }

    /// Its buckets.
    ItemStatistics read() {
        try {
            return ItemStatistics.parseFrom(bytes);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("what was written here cannot be read", e);
        }
    }
}
