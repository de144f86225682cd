package dev.millrace.streams.runtime;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/// A store of one task with its values of last use in memory, decoded; absent ones too. Written behind: what
/// changes often is encoded and logged once per commit ([PendingWrites]), or sooner when there is much of it.
///
/// Right as long as only its owner writes the store, and reads it here: made anew in each `init`. One thread.
///
/// @param <V> immutable, or put again behind each change
public final class HotValues<V> implements PendingWrites.Holder {
    private static final float LOAD = 0.75f;

    private final Backing<V> backing;
    private final @Nullable KeyValueStore<String, V> store;
    private final int kept;
    private final PendingWrites.OfTask pending;
    private final Map<String, Optional<V>> hot;
    private final Map<String, Optional<V>> unwritten = new LinkedHashMap<>();

    /// Where values are read from and written to.
    public interface Backing<V> {
        @Nullable
        V get(String key);

        void put(String key, V value);

        void delete(String key);
    }

    private record OfStore<V>(KeyValueStore<String, V> store) implements Backing<V> {
        @Override
        public @Nullable V get(String key) {
            return store.get(key);
        }

        @Override
        public void put(String key, V value) {
            store.put(key, value);
        }

        @Override
        public void delete(String key) {
            store.delete(key);
        }
    }

    /// @param store name of a store that [StateStores] has built
    /// @param kept values in memory; as many again may be unwritten
    public HotValues(ProcessorContext<?, ?> context, String store, int kept) {
        this(context.taskId(), new OfStore<>(context.getStateStore(store)), context.getStateStore(store), kept);
    }

    /// Values that are put together from several entries.
    public HotValues(TaskId task, Backing<V> backing, int kept) {
        this(task, backing, null, kept);
    }

    private HotValues(TaskId task, Backing<V> backing, @Nullable KeyValueStore<String, V> store, int kept) {
        this.backing = backing;
        this.store = store;
        this.kept = kept;
        this.pending = PendingWrites.of(task);
        this.hot = new LinkedHashMap<>(16, LOAD, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Optional<V>> eldest) {
                return size() > kept;
            }
        };
    }

    /// The value of a key; null when there is none.
    public @Nullable V get(String key) {
        Optional<V> known = hot.get(key);
        if (known == null) {
            known = unwritten.get(key);
            if (known == null) {
                known = Optional.ofNullable(backing.get(key));
            }
            hot.put(key, known);
        }
        return known.orElse(null);
    }

    /// Sets a value.
    public void put(String key, V value) {
        change(key, Optional.of(value));
    }

    /// Takes a value away.
    public void delete(String key) {
        change(key, Optional.empty());
    }

    private void change(String key, Optional<V> value) {
        hot.put(key, value);
        if (unwritten.isEmpty()) {
            pending.add(this);
        }
        unwritten.put(key, value);
        if (unwritten.size() >= kept) {
            write();
        }
    }

    /// The store with all that was put, to go through it: what is changed meanwhile is not in it.
    public KeyValueStore<String, V> written() {
        if (store == null) {
            throw new IllegalStateException("values of several entries are not gone through");
        }
        write();
        return store;
    }

    @Override
    public void write() {
        unwritten.forEach(
                (key, value) -> value.ifPresentOrElse(set -> backing.put(key, set), () -> backing.delete(key)));
        unwritten.clear();
    }
}
