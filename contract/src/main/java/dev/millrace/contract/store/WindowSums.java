package dev.millrace.query.recommend;

import dev.millrace.contract.proto.Bucket;
import dev.millrace.contract.proto.Counters;
import dev.millrace.contract.proto.ItemStatistics;
import dev.millrace.contract.store.TimeWindow;
import java.util.List;

/// Sums an item's dated buckets into a window. Done at read time, for a windowed value changes with time alone.
public final class WindowSums {

    private WindowSums() {}

    /// The counters of `window` ending at `asOfMs`.
    public static Counters of(ItemStatistics statistics, TimeWindow window, long asOfMs) {
        long first = window.firstBucket(asOfMs);
        Counters.Builder sum = Counters.newBuilder();
        for (Bucket bucket : buckets(statistics, window)) {
            if (bucket.getNumber() >= first) {
                add(sum, bucket.getCounters());
            }
        }
        return sum.build();
    }

    private static List<Bucket> buckets(ItemStatistics statistics, TimeWindow window) {
        return switch (window) {
            case HOUR -> statistics.getMinutesList();
            case DAY -> statistics.getHoursList();
            case WEEK -> statistics.getQuartersList();
        };
    }

    private static void add(Counters.Builder sum, Counters more) {
        sum.setOrders(sum.getOrders() + more.getOrders())
                .setViews(sum.getViews() + more.getViews())
                .setClicks(sum.getClicks() + more.getClicks())
                .setScoreMicros(sum.getScoreMicros() + more.getScoreMicros())
                .setRevenueCents(sum.getRevenueCents() + more.getRevenueCents());
    }
}
