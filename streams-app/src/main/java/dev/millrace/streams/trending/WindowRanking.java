package dev.millrace.streams.trending;

import dev.millrace.contract.id.ItemId;
import dev.millrace.contract.proto.Bucket;
import dev.millrace.contract.proto.ItemStatistics;
import dev.millrace.contract.proto.RankedItem;
import dev.millrace.contract.proto.RankedItems;
import dev.millrace.contract.store.TimeWindow;
import dev.millrace.streams.statistics.ItemCounters;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// All items of one partition in the order of one window's score, exact at every moment.
///
/// A sorted set holds every item with a positive score, so an item that falls out of the list is replaced by the true
/// next one without a scan. Time alone changes scores only when a bucket leaves the window; an index from bucket to
/// the
/// items that have something in it says whose. Work is O(log items) per event and, over all time, once per (item,
/// bucket). Rebuilt from the statistics store when a task starts. One thread.
final class WindowRanking {
    private static final Comparator<RankedItem> BEST_FIRST = Comparator.comparingLong(RankedItem::getScoreMicros)
            .reversed()
            .thenComparing(RankedItem::getItemId, ItemId::compareKeys);

    private final TimeWindow window;
    private final int maxItems;
    private final NavigableSet<RankedItem> order = new TreeSet<>(BEST_FIRST);
    private final Map<String, RankedItem> ranked = new HashMap<>();
    private final TreeMap<Long, Set<String>> itemsByBucket = new TreeMap<>();
    private long leftOut;

    /// @param maxItems items kept; the lowest are left out beyond it
    WindowRanking(TimeWindow window, int maxItems) {
        this.window = window;
        this.maxItems = maxItems;
    }

    /// Takes the item's new statistics into account.
    void update(String item, ItemStatistics statistics, long asOfMs) {
        long first = window.firstBucket(asOfMs);
        for (Bucket bucket : ItemCounters.buckets(statistics, window)) {
            if (bucket.getNumber() >= first) {
                itemsByBucket
                        .computeIfAbsent(bucket.getNumber(), number -> new HashSet<>())
                        .add(item);
            }
        }
        rank(item, ItemCounters.score(statistics, window, asOfMs));
    }

    /// Moves the end of the window; returns whether anything left it.
    ///
    /// @param statistics looks an item up
    boolean advance(long asOfMs, Function<String, @Nullable ItemStatistics> statistics) {
        var expired = itemsByBucket.headMap(window.firstBucket(asOfMs), false);
        Set<String> touched = new HashSet<>();
        expired.values().forEach(touched::addAll);
        expired.clear();
        for (String item : touched) {
            @Nullable ItemStatistics now = statistics.apply(item);
            rank(item, now == null ? 0 : ItemCounters.score(now, window, asOfMs));
        }
        return !touched.isEmpty();
    }

    /// The best `limit` items.
    RankedItems best(int limit, long asOfMs) {
        return RankedItems.newBuilder()
                .setAsOfMs(asOfMs)
                .addAllItems(order.stream().limit(limit).toList())
                .build();
    }

    /// How often an item was left out because the bound was reached.
    long leftOut() {
        return leftOut;
    }

    private void rank(String item, long scoreMicros) {
        @Nullable RankedItem before = ranked.remove(item);
        if (before != null) {
            order.remove(before);
        }
        if (scoreMicros > 0) {
            RankedItem now = RankedItem.newBuilder()
                    .setItemId(item)
                    .setScoreMicros(scoreMicros)
                    .build();
            ranked.put(item, now);
            order.add(now);
        }
        if (order.size() > maxItems) {
            leftOut++;
            ranked.remove(order.removeLast().getItemId());
        }
    }
}
