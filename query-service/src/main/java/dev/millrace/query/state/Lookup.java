package dev.millrace.query.state;

import com.google.protobuf.MessageLite;
import dev.millrace.contract.id.Actor;
import dev.millrace.contract.id.ItemId;
import dev.millrace.contract.proto.IqRequest;
import dev.millrace.contract.proto.Progress;
import dev.millrace.contract.store.QueryableStore;
import dev.millrace.contract.topic.Partitions;

/// One key of one store partition to be read.
///
/// @param <V> value of the store
public record Lookup<V extends MessageLite>(QueryableStore<V> store, int partition, String key) {

    /// As a record's would be, by the store's name; written out, for a list asks for hundreds.
    @Override
    public boolean equals(Object other) {
        return other instanceof Lookup<?> that
                && partition == that.partition
                && key.equals(that.key)
                && store.name().equals(that.store.name());
    }

    @Override
    public int hashCode() {
        return (31 * store.name().hashCode() + partition) * 31 + key.hashCode();
    }

    /// The entry of an item, in the partition the item lives in.
    public static <V extends MessageLite> Lookup<V> of(QueryableStore<V> store, ItemId id) {
        return new Lookup<>(store, Partitions.of(id.key()), id.key());
    }

    /// The entry of a user or visitor.
    public static <V extends MessageLite> Lookup<V> of(QueryableStore<V> store, Actor actor) {
        return new Lookup<>(store, Partitions.of(actor.key()), actor.key());
    }

    /// The progress figure that belongs to this entry's store and partition.
    public Lookup<Progress> progress(String database) {
        return new Lookup<>(store.kept().progress(), partition, database);
    }

    /// Entries of one unit are kept by one task: asked together they come from one copy.
    Unit unit() {
        return new Unit(partition, store.kept());
    }

    record Unit(int partition, QueryableStore.Kept kept) {}

    IqRequest.Read message() {
        return IqRequest.Read.newBuilder()
                .setStore(store.name())
                .setPartition(partition)
                .setKey(key)
                .build();
    }
}
