package dev.millrace.streams.runtime;

import com.google.protobuf.MessageLite;
import dev.millrace.contract.serde.ProtoSerde;
import dev.millrace.contract.store.QueryableStore;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.apache.kafka.streams.state.TimestampedKeyValueStore;
import org.apache.kafka.streams.state.ValueAndTimestamp;
import org.jspecify.annotations.Nullable;

/// Builders of state stores: persistent and logged, keys are UTF-8 text.
///
/// Without the record cache: Streams flushes it task by task at a commit and waits for the broker after
/// each task (ADR 0009), and hops wait for commits. Written straight through, one flush sends what all
/// tasks wrote.
public final class StateStores {

    private static final Map<String, ProtoSerde<?>> FORMATS = new ConcurrentHashMap<>();

    private StateStores() {}

    /// The value format of each store that was built in this process, but for those of numbers.
    public static Map<String, ProtoSerde<?>> formats() {
        return Map.copyOf(FORMATS);
    }

    /// A store with that value format.
    public static <V extends MessageLite> StoreBuilder<KeyValueStore<String, V>> keyed(
            String name, ProtoSerde<V> serde) {
        FORMATS.put(name, serde);
        return logged(name, serde);
    }

    /// A store of the query contract.
    public static <V extends MessageLite> StoreBuilder<KeyValueStore<String, V>> queryable(QueryableStore<V> store) {
        return keyed(store.name(), store.serde());
    }

    /// A store of whole numbers.
    public static StoreBuilder<KeyValueStore<String, Long>> numbers(String name) {
        return logged(name, Serdes.Long());
    }

    /// Looks keys of a replicated table up; null for what it has not.
    public static <V> Function<String, @Nullable V> values(TimestampedKeyValueStore<String, V> table) {
        return key -> {
            ValueAndTimestamp<V> entry = table.get(key);
            return entry == null ? null : entry.value();
        };
    }

    private static <V> StoreBuilder<KeyValueStore<String, V>> logged(String name, Serde<V> serde) {
        return Stores.keyValueStoreBuilder(
                        OpenStores.known(Stores.persistentKeyValueStore(name)), Serdes.String(), serde)
                .withCachingDisabled();
    }
}
