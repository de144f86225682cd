package dev.millrace.streams.runtime;

import com.google.protobuf.MessageLite;
import dev.millrace.contract.serde.ProtoSerde;
import dev.millrace.contract.store.QueryableStore;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/// Builders of state stores: persistent, logged, with the record cache as write-behind (flushed at commit, so it stays
/// exactly-once). Keys are UTF-8 text.
public final class StateStores {

    private StateStores() {}

    /// A store with that value format.
    public static <V extends MessageLite> StoreBuilder<KeyValueStore<String, V>> cached(
            String name, ProtoSerde<V> serde) {
        return cachedOf(name, serde);
    }

    /// A store of the query contract.
    public static <V extends MessageLite> StoreBuilder<KeyValueStore<String, V>> queryable(QueryableStore<V> store) {
        return cached(store.name(), store.serde());
    }

    /// A store of whole numbers.
    public static StoreBuilder<KeyValueStore<String, Long>> numbers(String name) {
        return cachedOf(name, Serdes.Long());
    }

    private static <V> StoreBuilder<KeyValueStore<String, V>> cachedOf(String name, Serde<V> serde) {
        return Stores.keyValueStoreBuilder(Stores.persistentKeyValueStore(name), Serdes.String(), serde)
                .withCachingEnabled();
    }
}
