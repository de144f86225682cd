package dev.millrace.query.recall;

import dev.millrace.contract.id.ItemId;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// What is trending.
public final class Popularity {

    /// Nothing is known to be popular.
    public static final Popularity NONE = new Popularity(List.of(), List.of());

    private final long[] codes;

    /// @param day items trending over 24 h, best first
    /// @param week items trending over 7 d, best first
    public Popularity(List<ItemId> day, List<ItemId> week) {
        Set<ItemId> all = new LinkedHashSet<>(day);
        all.addAll(week);
        codes = all.stream().mapToLong(ItemId::code).toArray();
    }

    /// Today's, then the week's that are not among them, best first, by their [ItemId#code]; not a copy.
    long[] codes() {
        return codes;
    }
}
