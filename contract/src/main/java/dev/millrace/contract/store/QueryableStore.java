package dev.millrace.contract.store;

import com.google.protobuf.MessageLite;
import dev.millrace.contract.proto.Activity;
import dev.millrace.contract.proto.ActorProfile;
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
/// @param kept by what its partitions are kept together with others
/// @param serde value format, version byte first
/// @param <V> value
public record QueryableStore<V extends MessageLite>(String name, Kept kept, ProtoSerde<V> serde) {

    /// The stores of one kind and partition are kept by one task: asked together, they answer from one copy.
    public enum Kept {
        /// By item: catalogue, statistics, trending.
        ITEMS,
        /// By item, two hops later: neighbours.
        NEIGHBOURS,
        /// By user or visitor: profiles.
        ACTORS;

        /// Where the kind's progress stands.
        public QueryableStore<Progress> progress() {
            return switch (this) {
                case ITEMS -> ITEM_PROGRESS;
                case NEIGHBOURS -> NEIGHBOUR_PROGRESS;
                case ACTORS -> PROFILE_PROGRESS;
            };
        }
    }

    /// item id → catalogue item; partitioned by item id.
    public static final QueryableStore<CatalogueItem> CATALOGUE =
            new QueryableStore<>("catalogue-by-item", Kept.ITEMS, ProtoSerde.versioned(CatalogueItem.parser(), 1));

    /// item id → counters ever and in dated buckets; partitioned by item id.
    public static final QueryableStore<ItemStatistics> STATISTICS =
            new QueryableStore<>("statistics-by-item", Kept.ITEMS, ProtoSerde.versioned(ItemStatistics.parser(), 1));

    /// `1h`, `24h`, `7d` → best items of this partition; every partition has all three keys.
    public static final QueryableStore<RankedItems> TRENDING =
            new QueryableStore<>("trending-by-window", Kept.ITEMS, ProtoSerde.versioned(RankedItems.parser(), 1));

    /// item id → neighbours; partitioned by item id.
    public static final QueryableStore<Neighbours> NEIGHBOURS =
            new QueryableStore<>("neighbours-by-item", Kept.NEIGHBOURS, ProtoSerde.versioned(Neighbours.parser(), 2));

    /// item id → its activity alone; partitioned by item id.
    public static final QueryableStore<Activity> ACTIVITY =
            new QueryableStore<>("activity-by-item", Kept.NEIGHBOURS, ProtoSerde.versioned(Activity.parser(), 2));

    /// `business`, `matomo` → source time up to which catalogue, statistics and trending of this partition are
    /// complete.
    public static final QueryableStore<Progress> ITEM_PROGRESS =
            new QueryableStore<>("progress-of-items", Kept.ITEMS, ProtoSerde.versioned(Progress.parser(), 1));

    /// `business`, `matomo` → source time up to which neighbours of this partition are complete.
    public static final QueryableStore<Progress> NEIGHBOUR_PROGRESS =
            new QueryableStore<>("progress-of-neighbours", Kept.NEIGHBOURS, ProtoSerde.versioned(Progress.parser(), 1));

    /// user → what the user did, anonymous history of before a login included; partitioned by user.
    public static final QueryableStore<ActorProfile> USER_PROFILES =
            new QueryableStore<>("profile-by-user", Kept.ACTORS, ProtoSerde.versioned(ActorProfile.parser(), 1));

    /// visitor → what the visitor did while nobody knew the user; partitioned by visitor.
    public static final QueryableStore<ActorProfile> VISITOR_PROFILES =
            new QueryableStore<>("profile-by-visitor", Kept.ACTORS, ProtoSerde.versioned(ActorProfile.parser(), 1));

    /// `business`, `matomo` → source time up to which profiles of this partition are complete, but for what a
    /// login moves.
    public static final QueryableStore<Progress> PROFILE_PROGRESS =
            new QueryableStore<>("progress-of-profiles", Kept.ACTORS, ProtoSerde.versioned(Progress.parser(), 1));

    /// All of them.
    public static final List<QueryableStore<? extends MessageLite>> ALL = List.of(
            CATALOGUE,
            STATISTICS,
            TRENDING,
            NEIGHBOURS,
            ACTIVITY,
            USER_PROFILES,
            VISITOR_PROFILES,
            ITEM_PROGRESS,
            NEIGHBOUR_PROGRESS,
            PROFILE_PROGRESS);

    /// The log of all changes of the store, from which standbys are filled.
    ///
    /// @param applicationId of streams-app
    public String changelog(String applicationId) {
        return "%s-%s-changelog".formatted(applicationId, name);
    }
}
