package dev.millrace.streams.trending;

import dev.millrace.contract.id.ItemId;
import dev.millrace.contract.proto.Bucket;
import dev.millrace.contract.proto.ItemStatistics;
import dev.millrace.contract.proto.RankedItem;
import dev.millrace.contract.proto.RankedItems;
import dev.millrace.contract.store.TimeWindow;
import dev.millrace.contract.store.WindowSums;
import dev.millrace.streams.statistics.ItemCounters;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// All items of one partition in the order of one window's score, exact at every moment.
///
/// A sorted set holds every item with a positive score, so an item that falls out of the list is replaced by
/// the true next one without a scan. Time alone changes scores only when a bucket leaves the window; an index
/// from bucket to the items that have something in it says whose. Work is O(log items) per event and, over all
/// time, once per (item, bucket). Rebuilt from the statistics store when a task starts. One thread.
final class WindowRanking {
    private static final Comparator<RankedItem> BEST_FIRST = (left, right) -> {
        int higher = Long.compare(right.getScoreMicros(), left.getScoreMicros());
        return higher == 0 ? ItemId.compareKeys(left.getItemId(), right.getItemId()) : higher;
    };

    private final TimeWindow window;
    private final int maxItems;
    private final int listed;
    private final NavigableSet<RankedItem> order = new TreeSet<>(BEST_FIRST);
    private final Map<String, RankedItem> ranked = new HashMap<>();
    private final TreeMap<Long, Set<String>> itemsByBucket = new TreeMap<>();
    private @Nullable RankedItem lastListed;
    private boolean bestChanged;
    private long leftOut;

    /// @param maxItems items kept; the lowest are left out beyond it
    /// @param listed length of the list that [#best] returns
    WindowRanking(TimeWindow window, int maxItems, int listed) {
        this.window = window;
        this.maxItems = maxItems;
        this.listed = listed;
    }

    /// Takes all of the item's statistics into account.
    void take(String item, ItemStatistics statistics, long asOfMs) {
        for (Bucket bucket : WindowSums.buckets(statistics, window)) {
            indexBucket(item, bucket.getNumber(), asOfMs);
        }
        rank(item, statistics, asOfMs);
    }

    /// An item has something in the bucket of `eventTimeMs`; [#rank] has to follow.
    void index(String item, long eventTimeMs, long asOfMs) {
        indexBucket(item, window.bucketOf(eventTimeMs), asOfMs);
    }

    /// Takes the item's statistics into account, whose buckets have been indexed.
    void rank(String item, ItemStatistics statistics, long asOfMs) {
        rank(item, ItemCounters.score(statistics, window, asOfMs));
    }

    private void indexBucket(String item, long bucket, long asOfMs) {
        if (bucket >= window.firstBucket(asOfMs)) {
            itemsByBucket.computeIfAbsent(bucket, _ -> new HashSet<>()).add(item);
        }
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

    /// The best items that pass.
    ///
    /// @param pool how many places are looked at
    RankedItems best(long asOfMs, int pool, Predicate<String> passes) {
        List<RankedItem> items = order.stream()
                .limit(pool)
                .filter(item -> passes.test(item.getItemId()))
                .limit(listed)
                .toList();
        lastListed = items.size() < listed ? null : items.getLast();
        bestChanged = false;
        return RankedItems.newBuilder().setAsOfMs(asOfMs).addAllItems(items).build();
    }

    /// Whether [#best] would say something else than the last time.
    boolean bestChanged() {
        return bestChanged;
    }

    /// How often an item was left out because the bound was reached.
    long leftOut() {
        return leftOut;
    }

    private void rank(String item, long scoreMicros) {
        @Nullable RankedItem before = ranked.get(item);
        if (scoreMicros == (before == null ? 0 : before.getScoreMicros())) {
            return;
        }
        if (before != null) {
            ranked.remove(item);
            order.remove(before);
            note(before);
        }
        if (scoreMicros > 0) {
            RankedItem now = RankedItem.newBuilder()
                    .setItemId(item)
                    .setScoreMicros(scoreMicros)
                    .build();
            ranked.put(item, now);
            order.add(now);
            note(now);
        }
        if (order.size() > maxItems) {
            leftOut++;
            ranked.remove(order.removeLast().getItemId());
        }
    }

    /// An item that came or went changes the list when it stands, or stood, before the end of the list.
    private void note(RankedItem item) {
        bestChanged |= lastListed == null || BEST_FIRST.compare(item, lastListed) <= 0;
    }
}
