package dev.millrace.contract.features;

import dev.millrace.contract.features.StatisticsFacts.Activity;
import dev.millrace.contract.id.ItemId;
import dev.millrace.contract.profile.Preferences;
import dev.millrace.contract.profile.PurchaseFeatures;
import dev.millrace.contract.profile.TasteItem;
import dev.millrace.contract.proto.ActorProfile;
import dev.millrace.contract.proto.Bucket;
import dev.millrace.contract.proto.CatalogueItem;
import dev.millrace.contract.proto.Counters;
import dev.millrace.contract.proto.ItemStatistics;
import dev.millrace.contract.store.TimeWindow;
import dev.millrace.contract.store.WindowSums;
import java.time.Duration;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/// From what is stored to what rows are made of: the only way, for serving and for training. Pure.
public final class Facts {
    private static final double CENTS = 100;
    private static final double MICROS = 1_000_000;

    private Facts() {}

    /// Of an item whose windows end at `asOfMs`.
    ///
    /// @param statistics the default instance when there are none
    public static ItemFacts item(ItemId id, CatalogueItem item, ItemStatistics statistics, long asOfMs) {
        return new ItemFacts(catalogue(id, item), statistics(statistics, asOfMs));
    }

    /// What an item says about itself.
    public static CatalogueFacts catalogue(ItemId id, CatalogueItem item) {
        return catalogue(id, item, TasteItem.of(item));
    }

    /// The same, with what taste is made of.
    public static CatalogueFacts catalogue(ItemId id, CatalogueItem item, TasteItem taste) {
        return new CatalogueFacts(
                id,
                item.getSeller(),
                TagSet.of(taste.tagKeys()),
                taste.price(),
                item.getDescription().codePointCount(0, item.getDescription().length()),
                !item.getCoverImage().isEmpty(),
                item.getCreatedAtMs());
    }

    /// What happened to an item whose windows end at `asOfMs`; the same for a minute.
    public static StatisticsFacts statistics(ItemStatistics statistics, long asOfMs) {
        return new StatisticsFacts(
                activity(statistics, TimeWindow.HOUR, asOfMs),
                activity(statistics, TimeWindow.DAY, asOfMs),
                activity(statistics, TimeWindow.WEEK, asOfMs),
                activity(statistics.getEver()),
                statistics.getBuyers(),
                statistics.getEver().getRevenueCents() / CENTS,
                weekScore(statistics, asOfMs));
    }

    /// Of the item on whose page the list stands.
    public static PageFacts page(CatalogueFacts item) {
        return new PageFacts(item.sellerCode(), item.tags());
    }

    /// Of who asks, at `asOfMs`.
    ///
    /// @param catalogue looks up an item of his history by its [ItemId#code]
    /// @param halfLife after which an interaction counts half
    public static ActorFacts actor(
            ActorProfile profile, LongFunction<@Nullable TasteItem> catalogue, long asOfMs, Duration halfLife) {
        return actor(profile, Preferences.of(profile, catalogue, asOfMs, halfLife), asOfMs);
    }

    /// Of who asks, at `asOfMs`, with what is known of his taste.
    public static ActorFacts actor(ActorProfile profile, Preferences preferences, long asOfMs) {
        return new ActorFacts(
                new TagWeights(preferences.tags()),
                new SellerShares(preferences.sellers()),
                preferences.prices(),
                preferences.diversity(),
                PurchaseFeatures.of(profile, asOfMs),
                LastSeen.of(profile),
                profile.getActionsCount());
    }

    /// As [WindowSums], without making a message for every bucket.
    private static Activity activity(ItemStatistics statistics, TimeWindow window, long asOfMs) {
        long first = window.firstBucket(asOfMs);
        long views = 0;
        long clicks = 0;
        long orders = 0;
        for (Bucket bucket : WindowSums.buckets(statistics, window)) {
            if (bucket.getNumber() >= first) {
                views += bucket.getCounters().getViews();
                clicks += bucket.getCounters().getClicks();
                orders += bucket.getCounters().getOrders();
            }
        }
        return new Activity(views, clicks, orders);
    }

    private static Activity activity(Counters counters) {
        return new Activity(counters.getViews(), counters.getClicks(), counters.getOrders());
    }

    private static double weekScore(ItemStatistics statistics, long asOfMs) {
        long first = TimeWindow.WEEK.firstBucket(asOfMs);
        long micros = 0;
        for (Bucket bucket : statistics.getQuartersList()) {
            if (bucket.getNumber() >= first) {
                micros += bucket.getCounters().getScoreMicros();
            }
        }
        return micros / MICROS;
    }
}
