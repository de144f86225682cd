package dev.millrace.streams.statistics;

import dev.millrace.contract.proto.Bucket;
import dev.millrace.contract.proto.Counters;
import dev.millrace.contract.proto.Interaction;
import dev.millrace.contract.proto.InteractionKind;
import dev.millrace.contract.proto.ItemStatistics;
import dev.millrace.contract.store.TimeWindow;
import dev.millrace.streams.interaction.Interactions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;

/// Ring buckets of one item, kept sparse: only buckets that hold something, and only those inside the widest view of
/// their resolution. All arithmetic is in whole numbers, so a retraction undoes its addition exactly. Pure.
public final class ItemCounters {

    private ItemCounters() {}

    /// `statistics` with one more interaction. An event older than a window's first bucket changes only wider windows
    /// and the counters of all time.
    ///
    /// @param asOfMs end of the windows
    public static ItemStatistics add(ItemStatistics statistics, Interaction interaction, long asOfMs) {
        ItemStatistics.Builder next = ItemStatistics.newBuilder();
        Counters ever = sum(statistics.getEver(), delta(interaction));
        if (!ever.equals(Counters.getDefaultInstance())) {
            next.setEver(ever);
        }
        next.addAllMinutes(ring(statistics.getMinutesList(), TimeWindow.HOUR, interaction, asOfMs));
        next.addAllHours(ring(statistics.getHoursList(), TimeWindow.DAY, interaction, asOfMs));
        next.addAllQuarters(ring(statistics.getQuartersList(), TimeWindow.WEEK, interaction, asOfMs));
        return next.build();
    }

    /// Score of a window that ends at `asOfMs`, in micros.
    public static long score(ItemStatistics statistics, TimeWindow window, long asOfMs) {
        long first = window.firstBucket(asOfMs);
        return buckets(statistics, window).stream()
                .filter(bucket -> bucket.getNumber() >= first)
                .mapToLong(bucket -> bucket.getCounters().getScoreMicros())
                .sum();
    }

    /// The buckets of that window's resolution, sorted by number.
    public static List<Bucket> buckets(ItemStatistics statistics, TimeWindow window) {
        return switch (window) {
            case HOUR -> statistics.getMinutesList();
            case DAY -> statistics.getHoursList();
            case WEEK -> statistics.getQuartersList();
        };
    }

    /// Start of the newest minute that holds something: how far a replay clock had come at least.
    static OptionalLong newestBucketMs(ItemStatistics statistics) {
        return statistics.getMinutesList().stream()
                .mapToLong(bucket -> bucket.getNumber() * TimeWindow.HOUR.bucketMs())
                .max();
    }

    private static List<Bucket> ring(List<Bucket> ring, TimeWindow window, Interaction interaction, long asOfMs) {
        long first = window.firstBucket(asOfMs);
        long number = window.bucketOf(interaction.getEventTimeMs());
        List<Bucket> kept = new ArrayList<>(ring.size() + 1);
        Counters changed = delta(interaction);
        for (Bucket bucket : ring) {
            if (bucket.getNumber() == number) {
                changed = sum(bucket.getCounters(), changed);
            } else if (bucket.getNumber() >= first) {
                kept.add(bucket);
            }
        }
        if (number >= first && !changed.equals(Counters.getDefaultInstance())) {
            kept.add(Bucket.newBuilder().setNumber(number).setCounters(changed).build());
            kept.sort(Comparator.comparingLong(Bucket::getNumber));
        }
        return kept;
    }

    private static Counters delta(Interaction interaction) {
        int sign = Interactions.sign(interaction);
        InteractionKind kind = interaction.getKind();
        return Counters.newBuilder()
                .setOrders(kind == InteractionKind.ORDER ? sign : 0)
                .setViews(kind == InteractionKind.VIEW ? sign : 0)
                .setClicks(kind == InteractionKind.CLICK ? sign : 0)
                .setScoreMicros(interaction.getWeightMicros())
                .setRevenueCents(interaction.getRevenueCents())
                .build();
    }

    private static Counters sum(Counters left, Counters right) {
        return Counters.newBuilder()
                .setOrders(left.getOrders() + right.getOrders())
                .setViews(left.getViews() + right.getViews())
                .setClicks(left.getClicks() + right.getClicks())
                .setScoreMicros(left.getScoreMicros() + right.getScoreMicros())
                .setRevenueCents(left.getRevenueCents() + right.getRevenueCents())
                .build();
    }
}
