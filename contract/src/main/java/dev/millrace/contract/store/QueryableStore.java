package dev.millrace.contract.store;

import com.google.protobuf.MessageLite;
import dev.millrace.contract.proto.Activity;
import dev.millrace.contract.proto.CatalogueItem;
import dev.millrace.contract.proto.ItemStatistics;
import dev.millrace.contract.proto.Neighbours;
import dev.millrace.contract.proto.Progress;
import dev.millrace.contract.proto.RankedItems;
import dev.millrace.contract.serde.ProtoSerde;
import java.util.List;

/// A key-value store that the interactive-query endpoint serves. Keys are UTF-8 text.
///
/// @param name durable: a rename is a migration
/// @param serde value format, version byte first
/// @param <V> value
public record QueryableStore<V extends MessageLite>(String name, ProtoSerde<V> serde) {

    /// item id → catalogue item; partitioned by item id.
    public static final QueryableStore<CatalogueItem> CATALOGUE =
            new QueryableStore<>("catalogue-by-item", ProtoSerde.versioned(CatalogueItem.parser(), 1));

    /// item id → counters ever and in dated buckets; partitioned by item id.
    public static final QueryableStore<ItemStatistics> STATISTICS =
            new QueryableStore<>("statistics-by-item", ProtoSerde.versioned(ItemStatistics.parser(), 1));

    /// `1h`, `24h`, `7d` → best items of this partition; every partition has all three keys.
    public static final QueryableStore<RankedItems> TRENDING =
            new QueryableStore<>("trending-by-window", ProtoSerde.versioned(RankedItems.parser(), 1));

    /// item id → neighbours; partitioned by item id.
    public static final QueryableStore<Neighbours> NEIGHBOURS =
            new QueryableStore<>("neighbours-by-item", ProtoSerde.versioned(Neighbours.parser(), 1));

    /// item id → its activity alone; partitioned by item id.
    public static final QueryableStore<Activity> ACTIVITY =
            new QueryableStore<>("activity-by-item", ProtoSerde.versioned(Activity.parser(), 1));

    /// `business`, `matomo` → source time up to which catalogue, statistics and trending of this partition are
    /// complete.
    public static final QueryableStore<Progress> ITEM_PROGRESS =
            new QueryableStore<>("progress-of-items", ProtoSerde.versioned(Progress.parser(), 1));

    /// `business`, `matomo` → source time up to which neighbours of this partition are complete.
    public static final QueryableStore<Progress> NEIGHBOUR_PROGRESS =
            new QueryableStore<>("progress-of-neighbours", ProtoSerde.versioned(Progress.parser(), 1));

    /// All of them.
    public static final List<QueryableStore<? extends MessageLite>> ALL =
            List.of(CATALOGUE, STATISTICS, TRENDING, NEIGHBOURS, ACTIVITY, ITEM_PROGRESS, NEIGHBOUR_PROGRESS);
}
