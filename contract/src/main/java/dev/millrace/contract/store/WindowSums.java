package dev.millrace.contract.store;

import dev.millrace.contract.proto.Bucket;
import dev.millrace.contract.proto.Counters;
import dev.millrace.contract.proto.ItemStatistics;
import java.util.List;

/// Sums an item's dated buckets into a window. Done at read time, for a windowed value changes with time alone.
/// Pure.
public final class WindowSums {

    private WindowSums() {}

    /// The counters of `window` ending at `asOfMs`.
    public static Counters of(ItemStatistics statistics, TimeWindow window, long asOfMs) {
        long first = window.firstBucket(asOfMs);
        Counters sum = Counters.getDefaultInstance();
        for (Bucket bucket : buckets(statistics, window)) {
            if (bucket.getNumber() >= first) {
                sum = plus(sum, bucket.getCounters());
            }
        }
        return sum;
    }

    /// How fast the item moves: interactions an hour in the last hour over those in the last 24 hours. 1 =
    /// steady, 24 = all of them came in the last hour, 0 = none did.
    public static double velocity(ItemStatistics statistics, long asOfMs) {
        long day = interactions(of(statistics, TimeWindow.DAY, asOfMs));
        long hour = interactions(of(statistics, TimeWindow.HOUR, asOfMs));
        return day <= 0 ? 0 : Math.max(0, hour) * (double) TimeWindow.DAY.buckets() / day;
    }

    /// The buckets of that window's resolution, sorted by number.
    public static List<Bucket> buckets(ItemStatistics statistics, TimeWindow window) {
        return switch (window) {
            case HOUR -> statistics.getMinutesList();
            case DAY -> statistics.getHoursList();
            case WEEK -> statistics.getQuartersList();
        };
    }

    /// The sum of two counters, field by field.
    public static Counters plus(Counters left, Counters right) {
        return Counters.newBuilder()
                .setOrders(left.getOrders() + right.getOrders())
                .setViews(left.getViews() + right.getViews())
                .setClicks(left.getClicks() + right.getClicks())
                .setCarts(left.getCarts() + right.getCarts())
                .setScoreMicros(left.getScoreMicros() + right.getScoreMicros())
                .setRevenueCents(left.getRevenueCents() + right.getRevenueCents())
                .build();
    }

    private static long interactions(Counters counters) {
        return counters.getOrders() + counters.getViews() + counters.getClicks() + counters.getCarts();
    }
}
