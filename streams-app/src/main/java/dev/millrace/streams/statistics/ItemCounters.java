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
        ItemStatistics.Builder next = statistics.toBuilder()
                .setBuyers(statistics.getBuyers() + buyers)
                .clearEver();
        for (TimeWindow window : TimeWindow.values()) {
            count(statistics, window, interaction, delta, newestMs, next);
        }
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
        List<Bucket> ring = WindowSums.buckets(statistics, window);
        for (int place = ring.size() - 1; place >= 0 && ring.get(place).getNumber() >= first; place--) {
            score += ring.get(place).getCounters().getScoreMicros();
        }
        return score;
    }

    /// Buckets are sorted by number; the one of the interaction is mostly the last, and none has left the window.
    private static void count(
            ItemStatistics statistics,
            TimeWindow window,
            Interaction interaction,
            Counters delta,
            long newestMs,
            ItemStatistics.Builder next) {
        List<Bucket> ring = WindowSums.buckets(statistics, window);
        long first = window.firstBucket(newestMs);
        long number = window.bucketOf(interaction.getEventTimeMs());
        int place = ring.size() - 1;
        while (place >= 0 && ring.get(place).getNumber() > number) {
            place--;
        }
        if (place >= 0
                && ring.get(place).getNumber() == number
                && ring.getFirst().getNumber() >= first) {
            Counters changed = WindowSums.plus(ring.get(place).getCounters(), delta);
            if (!changed.equals(Counters.getDefaultInstance())) {
                set(next, window, place, bucket(number, changed));
                return;
            }
        }
        setAll(next, window, counted(ring, first, number, delta));
    }

    private static List<Bucket> counted(List<Bucket> ring, long first, long number, Counters delta) {
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
            kept.add(place, bucket(number, changed));
        }
        return kept;
    }

    private static Bucket bucket(long number, Counters counters) {
        return Bucket.newBuilder().setNumber(number).setCounters(counters).build();
    }

    private static void set(ItemStatistics.Builder next, TimeWindow window, int place, Bucket bucket) {
        switch (window) {
            case HOUR -> next.setMinutes(place, bucket);
            case DAY -> next.setHours(place, bucket);
            case WEEK -> next.setQuarters(place, bucket);
        }
    }

    private static void setAll(ItemStatistics.Builder next, TimeWindow window, List<Bucket> ring) {
        switch (window) {
            case HOUR -> next.clearMinutes().addAllMinutes(ring);
            case DAY -> next.clearHours().addAllHours(ring);
            case WEEK -> next.clearQuarters().addAllQuarters(ring);
        }
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
