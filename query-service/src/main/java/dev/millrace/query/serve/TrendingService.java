package dev.millrace.query.serve;

import dev.millrace.contract.id.ItemId;
import dev.millrace.contract.store.TimeWindow;
import dev.millrace.query.recall.Catalogue;
import dev.millrace.query.recall.Item;
import dev.millrace.query.recommend.TrendingMerge.Ranked;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/// `/hot/trending`: the best data sets of a window that can be bought now.
public final class TrendingService {
    private final TrendingReader trending;
    private final Catalogue catalogue;

    public TrendingService(TrendingReader trending, Catalogue catalogue) {
        this.trending = trending;
        this.catalogue = catalogue;
    }

    /// The list of a window.
    ///
    /// @param asOfMs end of the window
    /// @param items best first
    public record Answer(long asOfMs, List<Entry> items, OptionalLong completeUntilUs, Set<Degradation> degraded) {}

    /// An item with its weighted sum in the window, in millionths.
    public record Entry(Item item, long scoreMicros) {}

    /// The best `limit` items.
    ///
    /// @throws Unavailable when a partition is away
    public Answer answer(TimeWindow window, int limit) {
        var snapshot =
                trending.read(window).orElseThrow(() -> new Unavailable("trending is not available at the moment"));
        Set<Degradation> degraded =
                snapshot.standby() ? EnumSet.of(Degradation.STANDBY) : EnumSet.noneOf(Degradation.class);
        return new Answer(snapshot.asOfMs(), shown(snapshot.of(window), limit), snapshot.completeUntilUs(), degraded);
    }

    private List<Entry> shown(List<Ranked> ranked, int limit) {
        List<Entry> entries = new ArrayList<>(limit);
        for (Ranked one : ranked) {
            if (entries.size() == limit) {
                break;
            }
            Optional<Item> item = one.id().kind() == ItemId.Kind.DATASET
                    ? catalogue.find(one.id()).filter(Item::sellable)
                    : Optional.empty();
            item.ifPresent(found -> entries.add(new Entry(found, one.scoreMicros())));
        }
        return entries;
    }
}
