package dev.millrace.query.state;

import com.google.protobuf.MessageLite;
import dev.millrace.contract.id.ItemId;
import dev.millrace.contract.proto.IqRequest;
import dev.millrace.contract.proto.Progress;
import dev.millrace.contract.store.QueryableStore;
import dev.millrace.contract.topic.Partitions;

/// One key of one store partition to be read.
///
/// @param <V> value of the store
public record Lookup<V extends MessageLite>(QueryableStore<V> store, int partition, String key) {

    /// The entry of an item, in the partition the item lives in.
    public static <V extends MessageLite> Lookup<V> of(QueryableStore<V> store, ItemId id) {
        return new Lookup<>(store, Partitions.of(id.key()), id.key());
    }

    /// The progress figure that belongs to this entry's store and partition.
    public Lookup<Progress> progress(String database) {
        return new Lookup<>(
                neighbours() ? QueryableStore.NEIGHBOUR_PROGRESS : QueryableStore.ITEM_PROGRESS, partition, database);
    }

    /// Entries of one unit are kept by one task: asked together they come from one copy.
    Unit unit() {
        return new Unit(partition, neighbours());
    }

    record Unit(int partition, boolean neighbours) {}

    IqRequest.Read message() {
        return IqRequest.Read.newBuilder()
                .setStore(store.name())
                .setPartition(partition)
                .setKey(key)
                .build();
    }

    private boolean neighbours() {
        return store.equals(QueryableStore.NEIGHBOURS)
                || store.equals(QueryableStore.ACTIVITY)
                || store.equals(QueryableStore.NEIGHBOUR_PROGRESS);
    }
}
