package dev.millrace.query.serve;

import dev.millrace.contract.id.ItemId;
import dev.millrace.contract.proto.CatalogueItem;
import dev.millrace.contract.proto.Counters;
import dev.millrace.contract.proto.ItemStatistics;
import dev.millrace.contract.proto.Progress;
import dev.millrace.contract.proto.RankedItems;
import dev.millrace.contract.store.QueryableStore;
import dev.millrace.contract.store.TimeWindow;
import dev.millrace.contract.store.WindowSums;
import dev.millrace.query.config.WindowClock;
import dev.millrace.query.recall.Catalogue;
import dev.millrace.query.recall.Item;
import dev.millrace.query.state.AsOf;
import dev.millrace.query.state.Freshness;
import dev.millrace.query.state.Lookup;
import dev.millrace.query.state.Readings;
import dev.millrace.query.state.StateReader;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/// `/items/{id}`: the item as its owner has it, in one round trip; the catalogue copy while the owner is away.
public final class ItemService {
    private final StateReader state;
    private final Catalogue catalogue;
    private final AsOf asOf;
    private final WindowClock clock;
    private final InstantSource now;

    public ItemService(StateReader state, Catalogue catalogue, AsOf asOf, WindowClock clock, InstantSource now) {
        this.state = state;
        this.catalogue = catalogue;
        this.asOf = asOf;
        this.clock = clock;
        this.now = now;
    }

    /// An item.
    ///
    /// @param statistics empty while the owner is away
    public record Answer(
            Item item, Optional<Statistics> statistics, OptionalLong completeUntilUs, Set<Degradation> degraded) {}

    /// Counters of an item in the windows and ever.
    ///
    /// @param buyers distinct buyers ever
    /// @param velocity see [WindowSums#velocity]
    public record Statistics(Map<TimeWindow, Counters> windows, Counters ever, long buyers, double velocity) {}

    /// The item `id`.
    ///
    /// @throws UnknownItem when it is unknown or deleted
    /// @throws Unavailable when neither the owner nor the copy can tell
    public Answer answer(ItemId id) {
        Lookup<CatalogueItem> entry = Lookup.of(QueryableStore.CATALOGUE, id);
        Lookup<ItemStatistics> counted = Lookup.of(QueryableStore.STATISTICS, id);
        Lookup<RankedItems> end = new Lookup<>(QueryableStore.TRENDING, entry.partition(), TimeWindow.HOUR.label());
        List<Lookup<Progress>> progress = Freshness.of(entry);
        List<Lookup<?>> batch = new ArrayList<>(progress);
        batch.add(entry);
        batch.add(counted);
        if (clock == WindowClock.REPLAY) {
            batch.add(end);
        }
        Readings readings = state.read(batch);
        if (readings.of(entry).away()) {
            return fromReplica(id);
        }
        CatalogueItem details = readings.of(entry).value().orElseThrow(() -> new UnknownItem(id));
        ItemStatistics statistics = readings.of(counted).value().orElse(ItemStatistics.getDefaultInstance());
        return new Answer(
                new Item(id, details),
                Optional.of(sums(statistics, windowEnd(readings, end))),
                Freshness.completeUntilUs(readings, progress),
                readings.fromStandby() ? EnumSet.of(Degradation.STANDBY) : EnumSet.noneOf(Degradation.class));
    }

    private Answer fromReplica(ItemId id) {
        Item item =
                catalogue.find(id).orElseThrow(() -> new Unavailable("item " + id + " is not available at the moment"));
        return new Answer(item, Optional.empty(), OptionalLong.empty(), EnumSet.of(Degradation.REPLICA));
    }

    private long windowEnd(Readings readings, Lookup<RankedItems> end) {
        return switch (clock) {
            case LIVE -> now.millis();
            case REPLAY ->
                asOf.raise(readings.of(end).value().map(RankedItems::getAsOfMs).orElse(0L));
        };
    }

    private static Statistics sums(ItemStatistics statistics, long endMs) {
        Map<TimeWindow, Counters> windows = new EnumMap<>(TimeWindow.class);
        for (TimeWindow window : TimeWindow.values()) {
            windows.put(window, WindowSums.of(statistics, window, endMs));
        }
        return new Statistics(
                windows, statistics.getEver(), statistics.getBuyers(), WindowSums.velocity(statistics, endMs));
    }
}
