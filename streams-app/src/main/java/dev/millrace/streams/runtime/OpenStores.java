package dev.millrace.streams.runtime;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.internals.WrappedStateStore;
import org.jspecify.annotations.Nullable;

/// The store partitions that are open in this process, whoever works on them: an owner, a standby, or the
/// restorer.
///
/// For readers beside the stream thread. `KafkaStreams.store` offers the same under the name IQv1, but
/// looks for the store among all tasks at each read and decodes what is then encoded again: half the cost
/// of an answer (`./dev bench iq`, ADR 0019). Here a read is RocksDB's, and its bytes are those of the
/// answer. Thread-safe.
public final class OpenStores {
    /// Setting of the Streams client: the object itself.
    static final String SETTING = "millrace.open.stores";

    private final Map<Place, Opened> open = new ConcurrentHashMap<>();
    private final Set<TaskId> owned = ConcurrentHashMap.newKeySet();

    private record Place(String store, int partition) {}

    private record Opened(KeyValueStore<Bytes, byte[]> store, TaskId task) {}

    /// The task's processors begin: its stores are restored, and their owner is here. Said by a processor of
    /// the task in its `init`, which comes behind the restoration, whatever happened to the task before.
    public static void own(ProcessorContext<?, ?> context) {
        if (context.appConfigs().get(SETTING) instanceof OpenStores of) {
            of.owned.add(context.taskId());
        }
    }

    /// They end: the task moves, becomes a standby, or is made anew. Said in `close`.
    public static void disown(ProcessorContext<?, ?> context) {
        if (context.appConfigs().get(SETTING) instanceof OpenStores of) {
            of.owned.remove(context.taskId());
        }
    }

    /// The stored bytes of a key; null when there are none.
    ///
    /// @throws InvalidStateStoreException when the partition is not open here
    public byte @Nullable [] get(String store, int partition, String key) {
        return found(store, partition).get(Bytes.wrap(key.getBytes(StandardCharsets.UTF_8)));
    }

    /// The stored bytes of all keys; for small stores.
    ///
    /// @throws InvalidStateStoreException when the partition is not open here
    public Map<String, byte[]> all(String store, int partition) {
        Map<String, byte[]> entries = new HashMap<>();
        try (var all = found(store, partition).all()) {
            all.forEachRemaining(
                    entry -> entries.put(new String(entry.key.get(), StandardCharsets.UTF_8), entry.value));
        }
        return entries;
    }

    private KeyValueStore<Bytes, byte[]> found(String store, int partition) {
        Opened found = open.get(new Place(store, partition));
        if (found == null) {
            throw new InvalidStateStoreException("partition " + partition + " of " + store + " is not open here");
        }
        return found.store();
    }

    /// Whether the partition is open here, restored, and its owner's.
    public boolean isOwned(String store, int partition) {
        Opened found = open.get(new Place(store, partition));
        return found != null && owned.contains(found.task());
    }

    /// Whether the partition is open here.
    public boolean has(String store, int partition) {
        return open.containsKey(new Place(store, partition));
    }

    /// Stores of `inner` that are known here from their opening to their closing.
    static KeyValueBytesStoreSupplier known(KeyValueBytesStoreSupplier inner) {
        return new KeyValueBytesStoreSupplier() {
            @Override
            public String name() {
                return inner.name();
            }

            @Override
            public KeyValueStore<Bytes, byte[]> get() {
                return new KnownStore(inner.get());
            }

            @Override
            public String metricsScope() {
                return inner.metricsScope();
            }
        };
    }

    /// Tells the client's [OpenStores], if its settings name one, when it opens and when it closes.
    private static final class KnownStore extends WrappedStateStore<KeyValueStore<Bytes, byte[]>, Bytes, byte[]>
            implements KeyValueStoreOf {
        private @Nullable OpenStores stores;
        private @Nullable Place place;
        private @Nullable TaskId task;

        KnownStore(KeyValueStore<Bytes, byte[]> inner) {
            super(inner);
        }

        @Override
        public KeyValueStore<Bytes, byte[]> inner() {
            return wrapped();
        }

        @Override
        public void init(StateStoreContext context, StateStore root) {
            super.init(context, root);
            task = context.taskId();
            if (context.appConfigs().get(SETTING) instanceof OpenStores of) {
                stores = of;
                place = new Place(name(), task.partition());
                of.open.put(place, new Opened(wrapped(), task));
            }
        }

        /// A commit is near.
        @Override
        public void flushCache() {
            PendingWrites.writeAll();
            super.flushCache();
        }

        @Override
        public void close() {
            if (task != null) {
                PendingWrites.forget(task);
            }
            if (stores != null && place != null && task != null) {
                stores.open.remove(place, new Opened(wrapped(), task));
            }
            super.close();
        }
    }
}
