package dev.millrace.streams.statistics;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.streams.state.KeyValueStore;

/// Decides when an item's statistics are published: at once when the item was quiet, else once per [#INTERVAL]
/// with all that happened meanwhile, for the value of a busy item is a hundred times larger than the event that
/// changes it.
///
/// What waits is noted in a store, so that a crash between a change and its publication loses nothing: one
/// interval after the last change the topic equals the statistics. Holds the items of one interval in memory.
/// One thread.
final class StatisticsLog {
    static final String STORE = "unpublished-items";
    static final Duration INTERVAL = Duration.ofMillis(500);

    private final KeyValueStore<String, Long> store;
    private final Consumer<String> publish;
    private final Map<String, Long> waiting = new HashMap<>();
    private final Map<String, Long> lastPublished = new HashMap<>();

    /// @param store item → when it may be published, milliseconds since epoch; what a former task left waits on
    /// @param publish publishes the statistics of an item as they are
    StatisticsLog(KeyValueStore<String, Long> store, Consumer<String> publish) {
        this.store = store;
        this.publish = publish;
        try (var all = store.all()) {
            all.forEachRemaining(entry -> waiting.put(entry.key, entry.value));
        }
    }

    /// An item's statistics have changed.
    void changed(String item, long nowMs) {
        if (waiting.containsKey(item)) {
            return;
        }
        long due = lastPublished.getOrDefault(item, nowMs - INTERVAL.toMillis()) + INTERVAL.toMillis();
        if (due <= nowMs) {
            publish(item, nowMs);
        } else {
            waiting.put(item, due);
            store.put(item, due);
        }
    }

    /// Publishes what has waited long enough, or says to wait for longer than that: a clock that went back
    /// delays nothing.
    void flush(long nowMs) {
        long farthest = nowMs + INTERVAL.toMillis();
        List<String> due = new ArrayList<>();
        waiting.forEach((item, time) -> {
            if (time <= nowMs || time > farthest) {
                due.add(item);
            }
        });
        for (String item : due) {
            waiting.remove(item);
            store.delete(item);
            publish(item, nowMs);
        }
        lastPublished.values().removeIf(time -> time + INTERVAL.toMillis() <= nowMs || time > nowMs);
    }

    private void publish(String item, long nowMs) {
        lastPublished.put(item, nowMs);
        publish.accept(item);
    }
}
