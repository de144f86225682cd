package dev.millrace.streams.trending;

import dev.millrace.contract.proto.ItemStatistics;
import dev.millrace.contract.proto.RankedItems;
import dev.millrace.contract.store.TimeWindow;
import dev.millrace.streams.config.TopologySettings.Bounds;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/// The three lists of one partition and when they are written to their store.
///
/// Writing three lists costs more than counting an event, so under a flood they are written at most once per
/// [#PUBLISH_INTERVAL_NANOS]; a quiet partition writes at once.
public final class TrendingLists {
    private static final long PUBLISH_INTERVAL_NANOS = 25_000_000;

    private final Map<TimeWindow, WindowRanking> rankings = new EnumMap<>(TimeWindow.class);
    private final KeyValueStore<String, RankedItems> store;
    private final Function<String, @Nullable ItemStatistics> statistics;
    private final WindowClock clock;
    private final int length;
    private boolean dirty;
    private long lastPublished = System.nanoTime() - PUBLISH_INTERVAL_NANOS;

    /// @param store `trending-by-window`
    /// @param statistics looks an item of this partition up
    public TrendingLists(
            KeyValueStore<String, RankedItems> store,
            Function<String, @Nullable ItemStatistics> statistics,
            WindowClock clock,
            Bounds bounds) {
        this.store = store;
        this.statistics = statistics;
        this.clock = clock;
        this.length = bounds.rankedItems();
        for (TimeWindow window : TimeWindow.values()) {
            rankings.put(window, new WindowRanking(window, bounds.itemsPerWindow()));
        }
    }

    /// Takes the item's new statistics into account; the store shows it now or within the publish interval.
    public void update(String item, ItemStatistics now) {
        rank(item, now);
        dirty = true;
        if (System.nanoTime() - lastPublished >= PUBLISH_INTERVAL_NANOS) {
            publish();
        }
    }

    /// As [#update], for rebuilding: nothing is written.
    public void rank(String item, ItemStatistics now) {
        long asOf = clock.asOfMs();
        rankings.values().forEach(ranking -> ranking.update(item, now, asOf));
    }

    /// Writes what is not written yet.
    public void flush() {
        if (dirty) {
            publish();
        }
    }

    /// Moves the windows to the clock and writes the lists with their new end.
    public void advance() {
        long asOf = clock.asOfMs();
        rankings.values().forEach(ranking -> ranking.advance(asOf, statistics));
        publish();
    }

    /// Items left out for want of room, over all windows.
    public long leftOut() {
        return rankings.values().stream().mapToLong(WindowRanking::leftOut).sum();
    }

    private void publish() {
        long asOf = clock.asOfMs();
        rankings.forEach((window, ranking) -> store.put(window.label(), ranking.best(length, asOf)));
        dirty = false;
        lastPublished = System.nanoTime();
    }
}
