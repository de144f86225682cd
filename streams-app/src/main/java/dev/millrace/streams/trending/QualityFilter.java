package dev.millrace.streams.trending;

import dev.millrace.contract.proto.CatalogueItem;
import dev.millrace.contract.proto.ItemStatistics;
import dev.millrace.streams.config.TopologySettings.TrendingFilter;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Which items may trend. Off, everything may; on, an item needs a price, buyers and a recent order, and a
/// cheap or idle one needs more buyers than others. An item without price or order counts as free and never
/// ordered. Pure.
public final class QualityFilter {
    private static final double DAY_MS = Duration.ofDays(1).toMillis();

    private final TrendingFilter options;

    public QualityFilter(TrendingFilter options) {
        this.options = options;
    }

    /// How many places of a ranking are looked at to fill a list of `listed`.
    int pool(int listed) {
        return options.enabled() ? listed * options.poolMultiplier() : listed;
    }

    /// Which items pass; nothing is looked up while it is off.
    Predicate<String> at(
            long asOfMs,
            Function<String, @Nullable CatalogueItem> catalogue,
            Function<String, @Nullable ItemStatistics> statistics) {
        return options.enabled() ? item -> passes(catalogue.apply(item), statistics.apply(item), asOfMs) : _ -> true;
    }

    /// Whether the item passes.
    ///
    /// @param item null when the catalogue does not know it
    boolean passes(@Nullable CatalogueItem item, @Nullable ItemStatistics statistics, long asOfMs) {
        if (!options.enabled()) {
            return true;
        }
        double price = item == null || item.getPrice().isEmpty() ? 0 : new BigDecimal(item.getPrice()).doubleValue();
        long buyers = statistics == null ? 0 : statistics.getBuyers();
        long lastMs = statistics == null ? 0 : statistics.getLastOrderMs();
        double idleDays = lastMs == 0 ? Double.MAX_VALUE : (asOfMs - lastMs) / DAY_MS;
        return price >= options.minPrice()
                && buyers >= options.minBuyers()
                && idleDays <= options.maxIdleDays()
                && (price >= options.cheapPrice() || buyers >= options.cheapMinBuyers())
                && (idleDays <= options.idleDays() || buyers >= options.idleMinBuyers());
    }
}
