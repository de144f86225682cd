package dev.millrace.query.statistics;

import dev.millrace.contract.store.TimeWindow;

/// What one item has had, in windows that end at one moment: a view of an immutable part of the index.
public final class ItemSums {
    private final ItemBuckets buckets;
    private final int hour;
    private final int day;
    private final int week;

    ItemSums(ItemBuckets buckets, long endMs) {
        this.buckets = buckets;
        hour = buckets.row(TimeWindow.HOUR, endMs);
        day = buckets.row(TimeWindow.DAY, endMs);
        week = buckets.row(TimeWindow.WEEK, endMs);
    }

    /// In a window; may be negative where what was added before it is retracted in it.
    public long in(TimeWindow window, Count count) {
        return buckets.at(
                switch (window) {
                    case HOUR -> hour;
                    case DAY -> day;
                    case WEEK -> week;
                },
                count);
    }

    /// Of all time.
    public long ever(Count count) {
        return buckets.at(buckets.ever(), count);
    }

    /// Distinct actors who have an order that stands, of all time.
    public long buyers() {
        return buckets.buyers;
    }

    /// The newest interaction, milliseconds since the epoch; retracted ones too.
    public long lastInteractionMs() {
        return buckets.newestMs;
    }

    /// The newest order, milliseconds since the epoch; retracted ones too; 0 when there never was one.
    public long lastOrderMs() {
        return buckets.lastOrderMs;
    }
}
