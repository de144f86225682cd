package dev.millrace.query.statistics;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.millrace.contract.proto.ItemStatistics;

/// What an item has had, as it was published: a tenth of the memory of its message. Another version of it is
/// another object.
public final class CountedItem {
    /// An item that never had anything.
    public static final CountedItem NONE = new CountedItem(ItemStatistics.getDefaultInstance());

    private final byte[] bytes;

    CountedItem(ItemStatistics statistics) {
        bytes = statistics.toByteArray();
    }

    /// Its buckets.
    public ItemStatistics read() {
        try {
            return ItemStatistics.parseFrom(bytes);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("what was written here cannot be read", e);
        }
    }
}
