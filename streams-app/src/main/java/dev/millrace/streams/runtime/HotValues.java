package dev.millrace.streams.runtime;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/// A store of one partition with its values of last use in memory, decoded; absent ones too. Writes go
/// through at once, so there is nothing to be flushed at a commit (ADR 0009). Right as long as only its
/// owner writes the store: made anew in each `init`. One thread.
///
/// @param <V> immutable
public final class HotValues<V> {
    private static final float LOAD = 0.75f;

    private final KeyValueStore<String, V> store;
    private final Map<String, Optional<V>> hot;

    /// @param kept values in memory
    public HotValues(KeyValueStore<String, V> store, int kept) {
        this.store = store;
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
            known = Optional.ofNullable(store.get(key));
            hot.put(key, known);
        }
        return known.orElse(null);
    }

    /// Sets a value.
    public void put(String key, V value) {
        store.put(key, value);
        hot.put(key, Optional.of(value));
    }

    /// Takes a value away.
    public void delete(String key) {
        store.delete(key);
        hot.put(key, Optional.empty());
    }
}
