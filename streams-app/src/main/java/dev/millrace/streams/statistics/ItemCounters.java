package dev.millrace.streams.statistics;

import dev.millrace.contract.proto.Bucket;
import dev.millrace.contract.proto.Counters;
import dev.millrace.contract.proto.Interaction;
import dev.millrace.contract.proto.InteractionKind;
import dev.millrace.contract.proto.ItemStatistics;
import dev.millrace.contract.store.TimeWindow;
import dev.millrace.contract.store.WindowSums;
import dev.millrace.streams.interaction.Interactions;
import java.util.ArrayList;
import java.util.List;

/// Ring buckets of one item, kept sparse: only buckets that hold something, and only those inside the window of
/// their resolution that ends at the item's newest event.
///
/// Invariant to the order of interactions, as long as a retraction comes behind its addition: all arithmetic is
/// in whole numbers, and what a ring holds depends on the newest event time alone, which never goes back. No
/// wall clock has a say, so a clock that jumps cannot lose a bucket. Pure.
public final class ItemCounters {

    private ItemCounters() {}

    /// `statistics` with one more interaction. An event older than a window's first bucket changes only wider
    /// windows and the counters of all time.
    ///
    /// @param buyers how many actors more (or, negative, fewer) than before have an order of the item
    /// @return the default instance when nothing is left
    public static ItemStatistics add(ItemStatistics statistics, Interaction interaction, int buyers) {
        long newestMs = Math.max(statistics.getNewestMs(), interaction.getEventTimeMs());
        Counters delta = delta(interaction);
        Counters ever = WindowSums.plus(statistics.getEver(), delta);
        ItemStatistics.Builder next = ItemStatistics.newBuilder()
                .setBuyers(statistics.getBuyers() + buyers)
                .addAllMinutes(ring(statistics.getMinutesList(), TimeWindow.HOUR, interaction, delta, newestMs))
                .addAllHours(ring(statistics.getHoursList(), TimeWindow.DAY, interaction, delta, newestMs))
                .addAllQuarters(ring(statistics.getQuartersList(), TimeWindow.WEEK, interaction, delta, newestMs));
        boolean nothingEver = ever.equals(Counters.getDefaultInstance());
        if (!nothingEver) {
            next.setEver(ever);
        } else if (next.getBuyers() == 0
                && next.getMinutesCount() == 0
                && next.getHoursCount() == 0
                && next.getQuartersCount() == 0) {
            return ItemStatistics.getDefaultInstance();
        }
        boolean ordered = interaction.getKind() == InteractionKind.ORDER;
        return next.setNewestMs(newestMs)
                .setLastOrderMs(Math.max(statistics.getLastOrderMs(), ordered ? interaction.getEventTimeMs() : 0))
                .build();
    }

    /// Score of a window that ends at `asOfMs`, in micros.
    public static long score(ItemStatistics statistics, TimeWindow window, long asOfMs) {
        long first = window.firstBucket(asOfMs);
        long score = 0;
        for (Bucket bucket : WindowSums.buckets(statistics, window)) {
            score += bucket.getNumber() >= first ? bucket.getCounters().getScoreMicros() : 0;
        }
        return score;
    }

    /// Buckets are sorted by number; the one of the interaction is mostly the last.
    private static List<Bucket> ring(
            List<Bucket> ring, TimeWindow window, Interaction interaction, Counters delta, long newestMs) {
        long first = window.firstBucket(newestMs);
        long number = window.bucketOf(interaction.getEventTimeMs());
        List<Bucket> kept = new ArrayList<>(ring.size() + 1);
        Counters changed = delta;
        int place = 0;
        for (Bucket bucket : ring) {
            if (bucket.getNumber() == number) {
                changed = WindowSums.plus(bucket.getCounters(), delta);
            } else if (bucket.getNumber() >= first) {
                kept.add(bucket);
                place += bucket.getNumber() < number ? 1 : 0;
            }
        }
        if (number >= first && !changed.equals(Counters.getDefaultInstance())) {
            kept.add(
                    place,
                    Bucket.newBuilder().setNumber(number).setCounters(changed).build());
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
                .setCarts(kind == InteractionKind.CART ? sign : 0)
                .setScoreMicros(interaction.getWeightMicros())
                .setRevenueCents(interaction.getRevenueCents())
                .build();
    }
}
