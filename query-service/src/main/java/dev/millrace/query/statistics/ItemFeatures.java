package dev.millrace.query.statistics;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.millrace.contract.features.Facts;
import dev.millrace.contract.features.ItemColumns;
import dev.millrace.contract.features.ItemFacts;
import dev.millrace.contract.id.ItemId;
import dev.millrace.query.recall.Item;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.cache.CaffeineCacheMetrics;

/// Items' own feature columns, made anew when the item, its statistics or the minute has changed, for windows
/// move by minutes.
public final class ItemFeatures {
    private static final long MINUTE_MS = 60_000;

    private final StatisticsIndex statistics;
    private final Cache<ItemId, Known> known;

    private record Known(Item item, CountedItem counted, long minute, ItemColumns columns) {}

    /// @param maxItems whose columns are kept, some 500 bytes each
    public ItemFeatures(StatisticsIndex statistics, int maxItems, MeterRegistry registry) {
        this.statistics = statistics;
        known = Caffeine.newBuilder().maximumSize(maxItems).recordStats().build();
        CaffeineCacheMetrics.monitor(registry, known, "remembered-items");
    }

    /// The columns of an item whose windows end at `asOfMs`.
    public ItemColumns of(Item item, long asOfMs) {
        CountedItem counted = statistics.find(item.id());
        long minute = Math.floorDiv(asOfMs, MINUTE_MS);
        Known last = known.getIfPresent(item.id());
        if (last != null && last.item == item && last.counted == counted && last.minute == minute) {
            return last.columns;
        }
        ItemColumns columns =
                new ItemColumns(new ItemFacts(item.facts(), Facts.statistics(counted.read(), minute * MINUTE_MS)));
        known.put(item.id(), new Known(item, counted, minute, columns));
        return columns;
    }
}
