package dev.millrace.contract.features;

import dev.millrace.contract.id.ItemId;
import dev.millrace.contract.profile.TasteItem;
import dev.millrace.contract.proto.ActorProfile;
import dev.millrace.contract.proto.Bucket;
import dev.millrace.contract.proto.CatalogueItem;
import dev.millrace.contract.proto.Counters;
import dev.millrace.contract.proto.InteractionKind;
import dev.millrace.contract.proto.ItemStatistics;
import dev.millrace.contract.proto.ProfileEntry;
import dev.millrace.contract.store.TimeWindow;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/// One candidate, page and actor, of whom everything is known.
record Samples(
        CatalogueItem item, ItemStatistics statistics, CatalogueItem page, ActorProfile actor, ChannelFacts channels) {
    static final long NOW = 1_800_000_000_000L;
    static final ItemId ID = ItemId.dataset(7);
    private static final long HOUR = Duration.ofHours(1).toMillis();
    private static final Duration HALF_LIFE = Duration.ofDays(30);

    static Samples known() {
        return new Samples(
                knownItem(),
                knownStatistics(),
                CatalogueItem.newBuilder()
                        .setSeller("Ocean Co")
                        .addAllTags(List.of("sea", "map", "ice"))
                        .build(),
                knownActor(),
                new ChannelFacts(0.9f, 0.8f, 0.7f, 0.6f, 0.5f, 0.4f, 0.75f, 6));
    }

    static Samples unknown() {
        return new Samples(
                CatalogueItem.getDefaultInstance(),
                ItemStatistics.getDefaultInstance(),
                CatalogueItem.getDefaultInstance(),
                ActorProfile.getDefaultInstance(),
                new ChannelFacts(0, 0, 0, 0, 0, 0, 0, 0));
    }

    /// The one row of these.
    float[] row() {
        Map<ItemId, CatalogueItem> catalogue = Map.of(
                ID,
                item,
                ItemId.dataset(8),
                CatalogueItem.newBuilder()
                        .setPrice("20")
                        .setSeller("Hill Ltd")
                        .addTags("wood")
                        .build());
        ActorFacts facts = Facts.actor(
                actor,
                code -> {
                    CatalogueItem known = catalogue.get(ItemId.ofCode(code));
                    return known == null ? null : TasteItem.of(known);
                },
                NOW,
                HALF_LIFE);
        FeatureRows rows = FeatureLayout.rows(facts, Facts.page(Facts.catalogue(ItemId.dataset(9), page)), NOW, 2);
        rows.add(new ItemColumns(Facts.item(ID, item, statistics, NOW), NOW), channels);
        return rows.row(0);
    }

    Samples withItem(UnaryOperator<CatalogueItem.Builder> change) {
        return new Samples(change.apply(item.toBuilder()).build(), statistics, page, actor, channels);
    }

    Samples withStatistics(UnaryOperator<ItemStatistics.Builder> change) {
        return new Samples(item, change.apply(statistics.toBuilder()).build(), page, actor, channels);
    }

    Samples withPage(UnaryOperator<CatalogueItem.Builder> change) {
        return new Samples(item, statistics, change.apply(page.toBuilder()).build(), actor, channels);
    }

    Samples withActor(UnaryOperator<ActorProfile.Builder> change) {
        return new Samples(
                item, statistics, page, change.apply(actor.toBuilder()).build(), channels);
    }

    Samples with(ChannelFacts changed) {
        return new Samples(item, statistics, page, actor, changed);
    }

    private static CatalogueItem knownItem() {
        return CatalogueItem.newBuilder()
                .setSeller("Ocean Co")
                .addAllTags(List.of("Sea", "map"))
                .setPrice("9")
                .setDescription("Depths of the sea")
                .setCoverImage("https://images.example/7")
                .setCreatedAtMs(NOW - 60 * 24 * HOUR)
                .build();
    }

    private static ItemStatistics knownStatistics() {
        return ItemStatistics.newBuilder()
                .addMinutes(bucket(TimeWindow.HOUR, 0, 3, 2, 1))
                .addHours(bucket(TimeWindow.DAY, 1, 20, 10, 4))
                .addQuarters(bucket(TimeWindow.WEEK, 3, 100, 50, 9))
                .setEver(counters(950, 198, 79).setRevenueCents(123_400))
                .setBuyers(60)
                .build();
    }

    static Bucket bucket(TimeWindow window, int age, long views, long clicks, long orders) {
        return Bucket.newBuilder()
                .setNumber(window.bucketOf(NOW) - age)
                .setCounters(counters(views, clicks, orders).setScoreMicros(40_000_000))
                .build();
    }

    static Counters.Builder counters(long views, long clicks, long orders) {
        return Counters.newBuilder().setViews(views).setClicks(clicks).setOrders(orders);
    }

    private static ActorProfile knownActor() {
        return ActorProfile.newBuilder()
                .addOrders(entry(InteractionKind.ORDER, ItemId.dataset(8), 48).setRevenueCents(2_000))
                .addActions(entry(InteractionKind.VIEW, ID, 12))
                .build();
    }

    static ProfileEntry.Builder entry(InteractionKind kind, ItemId item, long hoursAgo) {
        return ProfileEntry.newBuilder()
                .setKind(kind)
                .setItem(item.number() * 2)
                .setTimeMs(NOW - hoursAgo * HOUR);
    }
}
