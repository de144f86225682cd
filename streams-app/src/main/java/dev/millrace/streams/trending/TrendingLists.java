package dev.millrace.streams.trending;

import dev.millrace.contract.proto.CatalogueItem;
import dev.millrace.contract.proto.ItemStatistics;
import dev.millrace.contract.proto.RankedItems;
import dev.millrace.contract.store.TimeWindow;
import dev.millrace.streams.config.TopologySettings.Bounds;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/// The three lists of one partition and when they are written to their store.
///
/// A list is written when an event changed its best items, and every list when its windows move. Writing a list
/// and ranking an item cost more than counting an event, so under a flood they happen once per
/// [#PUBLISH_INTERVAL_MS]; a quiet partition writes at once.
public final class TrendingLists {
    public static final long PUBLISH_INTERVAL_MS = 25;
    private static final long PUBLISH_INTERVAL_NANOS = PUBLISH_INTERVAL_MS * 1_000_000;

    private final Map<TimeWindow, WindowRanking> rankings = new EnumMap<>(TimeWindow.class);
    private final Map<String, ItemStatistics> unranked = new HashMap<>();
    private final KeyValueStore<String, RankedItems> store;
    private final Function<String, @Nullable ItemStatistics> statistics;
    private final WindowClock clock;
    private final QualityFilter filter;
    private final Function<String, @Nullable CatalogueItem> catalogue;
    private final int listed;
    private long reachedMs;
    private long lastPublished = System.nanoTime() - PUBLISH_INTERVAL_NANOS;

    /// @param store `trending-by-window`
    /// @param statistics looks an item of this partition up
    /// @param catalogue the same
    /// @param filter which items may be listed; asked whenever a list is written, so that it follows prices and
    /// time
    public TrendingLists(
            KeyValueStore<String, RankedItems> store,
            Function<String, @Nullable ItemStatistics> statistics,
            Function<String, @Nullable CatalogueItem> catalogue,
            QualityFilter filter,
            WindowClock clock,
            Bounds bounds) {
        this.store = store;
        this.statistics = statistics;
        this.clock = clock;
        this.catalogue = catalogue;
        this.filter = filter;
        this.listed = bounds.rankedItems();
        for (TimeWindow window : TimeWindow.values()) {
            rankings.put(window, new WindowRanking(window, bounds.itemsPerWindow(), bounds.rankedItems()));
        }
    }

    /// Takes the item's new statistics into account; the store shows it now or within the publish interval.
    ///
    /// @param eventTimeMs when that happened which is new in them
    public void update(String item, ItemStatistics now, long eventTimeMs) {
        long asOf = asOfMs();
        rankings.values().forEach(ranking -> ranking.index(item, eventTimeMs, asOf));
        unranked.put(item, now);
        if (System.nanoTime() - lastPublished >= PUBLISH_INTERVAL_NANOS) {
            flush();
        }
    }

    /// Takes all of the item's statistics into account, for rebuilding: nothing is written.
    public void rank(String item, ItemStatistics now) {
        long asOf = asOfMs();
        rankings.values().forEach(ranking -> ranking.take(item, now, asOf));
    }

    /// Writes the lists that are not as they were written.
    public void flush() {
        long asOf = asOfMs();
        unranked.forEach((item, now) -> rankings.values().forEach(ranking -> ranking.rank(item, now, asOf)));
        unranked.clear();
        rankings.forEach((window, ranking) -> {
            if (ranking.bestChanged()) {
                write(window, ranking, asOf);
            }
        });
    }

    /// Moves the windows to the clock and writes the lists with their new end.
    public void advance() {
        flush();
        long asOf = asOfMs();
        rankings.forEach((window, ranking) -> {
            ranking.advance(asOf, statistics);
            write(window, ranking, asOf);
        });
    }

    /// How often an item was left out for want of room, over all windows.
    public long leftOut() {
        return rankings.values().stream().mapToLong(WindowRanking::leftOut).sum();
    }

    /// A clock that goes back a little stands still here: a bucket that has left a window stays out. Whoever
    /// follows a clock that went back for good builds the lists anew.
    private long asOfMs() {
        reachedMs = Math.max(reachedMs, clock.asOfMs());
        return reachedMs;
    }

    private void write(TimeWindow window, WindowRanking ranking, long asOf) {
        store.put(window.label(), ranking.best(asOf, filter.pool(listed), filter.at(asOf, catalogue, statistics)));
        lastPublished = System.nanoTime();
    }
}
