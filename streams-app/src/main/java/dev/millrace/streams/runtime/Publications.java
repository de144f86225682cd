package dev.millrace.streams.runtime;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.streams.state.KeyValueStore;

/// Decides when the value of a key is published: at once when the key was quiet, else once per [#INTERVAL] with
/// all that happened meanwhile, for a value may be a hundred times larger than the event that changes it.
///
/// What waits is noted in a store, so that a crash between a change and its publication loses nothing: one
/// interval after the last change the topic equals the state. Holds the keys of one interval in memory. One
/// thread.
public final class Publications {
    public static final Duration INTERVAL = Duration.ofMillis(500);

    private final KeyValueStore<String, Long> store;
    private final Consumer<String> publish;
    private final Map<String, Long> waiting = new HashMap<>();
    private final Map<String, Long> lastPublished = new HashMap<>();

    /// @param store key → when it may be published, milliseconds since epoch; what a former task left waits on
    /// @param publish publishes the value of a key as it is
    public Publications(KeyValueStore<String, Long> store, Consumer<String> publish) {
        this.store = store;
        this.publish = publish;
        try (var all = store.all()) {
            all.forEachRemaining(entry -> waiting.put(entry.key, entry.value));
        }
    }

    /// The value of a key has changed.
    public void changed(String key, long nowMs) {
        if (waiting.containsKey(key)) {
            return;
        }
        long due = lastPublished.getOrDefault(key, nowMs - INTERVAL.toMillis()) + INTERVAL.toMillis();
        if (due <= nowMs) {
            publish(key, nowMs);
        } else {
            waiting.put(key, due);
            store.put(key, due);
        }
    }

    /// Publishes what has waited long enough, or says to wait for longer than that: a clock that went back
    /// delays nothing.
    public void flush(long nowMs) {
        long farthest = nowMs + INTERVAL.toMillis();
        publish(
                waiting.entrySet().stream()
                        .filter(entry -> entry.getValue() <= nowMs || entry.getValue() > farthest)
                        .map(Map.Entry::getKey)
                        .toList(),
                nowMs);
        lastPublished.values().removeIf(time -> time + INTERVAL.toMillis() <= nowMs || time > nowMs);
    }

    /// Publishes all that waits: before it is said what the topic is complete with.
    public void flushAll(long nowMs) {
        publish(List.copyOf(waiting.keySet()), nowMs);
    }

    private void publish(List<String> due, long nowMs) {
        for (String key : due) {
            waiting.remove(key);
            store.delete(key);
            publish(key, nowMs);
        }
    }

    private void publish(String key, long nowMs) {
        lastPublished.put(key, nowMs);
        publish.accept(key);
    }
}
