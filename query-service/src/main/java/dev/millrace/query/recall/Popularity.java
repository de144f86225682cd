package dev.millrace.query.recall;

import dev.millrace.contract.id.ItemId;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What is trending: today's order breaks ties, the week's list fills up.
public final class Popularity {

    /// Nothing is known to be popular.
    public static final Popularity NONE = new Popularity(List.of(), List.of());

    private final Map<ItemId, Integer> dayRank = new HashMap<>();
    private final List<ItemId> day;
    private final List<ItemId> week;

    /// @param day items trending over 24 h, best first
    /// @param week items trending over 7 d, best first
    public Popularity(List<ItemId> day, List<ItemId> week) {
        this.day = List.copyOf(day);
        this.week = List.copyOf(week);
        for (ItemId id : this.day) {
            dayRank.put(id, dayRank.size());
        }
    }

    /// Items trending over 24 h, best first.
    public List<ItemId> day() {
        return day;
    }

    /// Items trending over 7 d, best first.
    public List<ItemId> week() {
        return week;
    }

    /// Today's trending items first, in their order; the rest by item id.
    public Comparator<ItemId> order() {
        return Comparator.<ItemId>comparingInt(id -> dayRank.getOrDefault(id, Integer.MAX_VALUE))
                .thenComparing(Comparator.naturalOrder());
    }
}
