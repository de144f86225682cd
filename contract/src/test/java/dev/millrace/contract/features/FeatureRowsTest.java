package dev.millrace.contract.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.millrace.contract.id.ItemId;
import dev.millrace.contract.proto.InteractionKind;
import dev.millrace.contract.proto.ProfileEntry;
import dev.millrace.contract.store.TimeWindow;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FeatureRowsTest {
    private static final Samples KNOWN = Samples.known();

    /// Computed by hand: 10/21 for 9 and 20 yuan, 30/90 for 60 days, and so on.
    @Test
    void aKnownCandidateHasTheseNumbers() {
        assertThat(named(KNOWN.row()))
                .containsExactly(
                        "channel_behavior 0.9",
                        "channel_session 0.8",
                        "channel_profile 0.7",
                        "channel_content 0.6",
                        "channel_vector 0.5",
                        "channel_trending 0.4",
                        "fused 0.75",
                        "channel_count 6.0",
                        "price_match 0.47619048",
                        "price_within_range 0.0",
                        "tag_preference 0.048700295",
                        "seller_affinity 0.024957877",
                        "same_seller 1.0",
                        "tag_jaccard 0.6666667",
                        "hours_since_seen 12.0",
                        "item_age_days 60.0",
                        "item_freshness 0.33333334",
                        "item_price_log 2.3025851",
                        "item_description_length 17.0",
                        "item_tag_count 2.0",
                        "item_has_cover 1.0",
                        "item_views_1h 1.3862944",
                        "item_clicks_1h 1.0986123",
                        "item_orders_1h 0.6931472",
                        "item_views_24h 3.0445225",
                        "item_clicks_24h 2.3978953",
                        "item_orders_24h 1.609438",
                        "item_views_7d 4.6151204",
                        "item_clicks_7d 3.9318256",
                        "item_orders_7d 2.3025851",
                        "item_views_ever 6.857514",
                        "item_clicks_ever 5.293305",
                        "item_orders_ever 4.3820267",
                        "item_ctr 0.2",
                        "item_cvr 0.08",
                        "item_buyers 4.1108737",
                        "item_revenue 7.1188264",
                        "item_popularity 0.553144",
                        "user_purchase_count 1.0",
                        "user_total_spent 3.0445225",
                        "user_average_amount 20.0",
                        "user_recency 0.33333334",
                        "user_frequency 1.0",
                        "user_is_active 1.0",
                        "user_is_power_user 0.0",
                        "user_preferred_price 20.0",
                        "user_tag_diversity 1.0",
                        "user_actions 1.0");
    }

    @Test
    void whatIsUnknownIsTheDefault() {
        float[] row = Samples.unknown().row();
        for (Feature feature : Feature.values()) {
            assertThat(row[feature.column()]).as(feature.label()).isEqualTo(feature.missing());
        }
    }

    @Test
    void everyColumnChangesWithItsInput() {
        Map<Feature, Samples> changed = changes();
        assertThat(changed).containsOnlyKeys(Feature.values());
        float[] before = KNOWN.row();
        changed.forEach((feature, sample) -> assertThat(sample.row()[feature.column()])
                .as(feature.label())
                .isNotCloseTo(before[feature.column()], within(1e-6f)));
    }

    @Test
    void rowsFollowEachOther() {
        FeatureRows rows = FeatureLayout.rows(ActorFacts.NONE, PageFacts.NONE, Samples.NOW, 2);
        ItemColumns item =
                new ItemColumns(Facts.item(Samples.ID, KNOWN.item(), KNOWN.statistics(), Samples.NOW), Samples.NOW);
        rows.add(item, KNOWN.channels());
        rows.add(item, new ChannelFacts(0, 0, 0, 0, 0, 0, 0.25f, 1));
        assertThat(rows.count()).isEqualTo(2);
        assertThat(rows.values()).hasSize(2 * FeatureLayout.WIDTH);
        assertThat(rows.values()[FeatureLayout.WIDTH + Feature.FUSED.column()]).isEqualTo(0.25f);
        assertThat(rows.row(1)[Feature.ITEM_BUYERS.column()]).isEqualTo(rows.row(0)[Feature.ITEM_BUYERS.column()]);
        assertThatThrownBy(() -> rows.add(item, KNOWN.channels())).isInstanceOf(IndexOutOfBoundsException.class);
    }

    private static List<String> named(float[] row) {
        return IntStream.range(0, row.length)
                .mapToObj(place -> FeatureLayout.names().get(place) + " " + row[place])
                .toList();
    }

    private static Map<Feature, Samples> changes() {
        Map<Feature, Samples> changes = new EnumMap<>(Feature.class);
        channels(changes);
        request(changes);
        item(changes);
        activity(changes);
        actor(changes);
        return changes;
    }

    private static void channels(Map<Feature, Samples> changes) {
        changes.put(Feature.CHANNEL_BEHAVIOR, KNOWN.with(new ChannelFacts(1, 0, 0, 0, 0, 0, 0, 0)));
        changes.put(Feature.CHANNEL_SESSION, KNOWN.with(new ChannelFacts(0, 1, 0, 0, 0, 0, 0, 0)));
        changes.put(Feature.CHANNEL_PROFILE, KNOWN.with(new ChannelFacts(0, 0, 1, 0, 0, 0, 0, 0)));
        changes.put(Feature.CHANNEL_CONTENT, KNOWN.with(new ChannelFacts(0, 0, 0, 1, 0, 0, 0, 0)));
        changes.put(Feature.CHANNEL_VECTOR, KNOWN.with(new ChannelFacts(0, 0, 0, 0, 1, 0, 0, 0)));
        changes.put(Feature.CHANNEL_TRENDING, KNOWN.with(new ChannelFacts(0, 0, 0, 0, 0, 1, 0, 0)));
        changes.put(Feature.FUSED, KNOWN.with(new ChannelFacts(0, 0, 0, 0, 0, 0, 1, 0)));
        changes.put(Feature.CHANNEL_COUNT, KNOWN.with(new ChannelFacts(0, 0, 0, 0, 0, 0, 0, 1)));
    }

    private static void request(Map<Feature, Samples> changes) {
        Samples wanted = KNOWN.withActor(actor -> actor.addOrders(
                Samples.entry(InteractionKind.ORDER, Samples.ID, 5).setRevenueCents(900)));
        for (Feature feature : List.of(
                Feature.PRICE_MATCH,
                Feature.PRICE_WITHIN_RANGE,
                Feature.TAG_PREFERENCE,
                Feature.SELLER_AFFINITY,
                Feature.HOURS_SINCE_SEEN)) {
            changes.put(feature, wanted);
        }
        changes.put(Feature.SAME_SELLER, KNOWN.withPage(page -> page.setSeller("Hill Ltd")));
        changes.put(Feature.TAG_JACCARD, KNOWN.withPage(page -> page.clearTags()));
        Samples younger = KNOWN.withItem(item -> item.setCreatedAtMs(Samples.NOW - 86_400_000));
        changes.put(Feature.ITEM_AGE_DAYS, younger);
        changes.put(Feature.ITEM_FRESHNESS, younger);
    }

    private static void item(Map<Feature, Samples> changes) {
        changes.put(Feature.ITEM_PRICE_LOG, KNOWN.withItem(item -> item.setPrice("9.01")));
        changes.put(Feature.ITEM_DESCRIPTION_LENGTH, KNOWN.withItem(item -> item.setDescription("海")));
        changes.put(Feature.ITEM_TAG_COUNT, KNOWN.withItem(item -> item.addTags("ice")));
        changes.put(Feature.ITEM_HAS_COVER, KNOWN.withItem(item -> item.clearCoverImage()));
    }

    private static void activity(Map<Feature, Samples> changes) {
        Samples hour = KNOWN.withStatistics(now -> now.addMinutes(Samples.bucket(TimeWindow.HOUR, 59, 1, 1, 1)));
        List.of(Feature.ITEM_VIEWS_1H, Feature.ITEM_CLICKS_1H, Feature.ITEM_ORDERS_1H)
                .forEach(feature -> changes.put(feature, hour));
        Samples day = KNOWN.withStatistics(now -> now.addHours(Samples.bucket(TimeWindow.DAY, 23, 1, 1, 1)));
        List.of(Feature.ITEM_VIEWS_24H, Feature.ITEM_CLICKS_24H, Feature.ITEM_ORDERS_24H)
                .forEach(feature -> changes.put(feature, day));
        Samples week = KNOWN.withStatistics(now -> now.addQuarters(Samples.bucket(TimeWindow.WEEK, 27, 1, 1, 1)));
        List.of(Feature.ITEM_VIEWS_7D, Feature.ITEM_CLICKS_7D, Feature.ITEM_ORDERS_7D, Feature.ITEM_POPULARITY)
                .forEach(feature -> changes.put(feature, week));
        Samples ever = KNOWN.withStatistics(now -> now.setEver(Samples.counters(1_000, 300, 90)));
        List.of(
                        Feature.ITEM_VIEWS_EVER,
                        Feature.ITEM_CLICKS_EVER,
                        Feature.ITEM_ORDERS_EVER,
                        Feature.ITEM_CTR,
                        Feature.ITEM_CVR,
                        Feature.ITEM_REVENUE)
                .forEach(feature -> changes.put(feature, ever));
        changes.put(Feature.ITEM_BUYERS, KNOWN.withStatistics(now -> now.setBuyers(61)));
    }

    private static void actor(Map<Feature, Samples> changes) {
        List<ProfileEntry> many = new ArrayList<>();
        for (int order = 0; order < 10; order++) {
            many.add(Samples.entry(InteractionKind.ORDER, Samples.ID, 5 + order)
                    .setRevenueCents(900)
                    .build());
        }
        Samples busy = KNOWN.withActor(actor -> actor.addAllOrders(many));
        List.of(
                        Feature.USER_PURCHASE_COUNT,
                        Feature.USER_TOTAL_SPENT,
                        Feature.USER_AVERAGE_AMOUNT,
                        Feature.USER_RECENCY,
                        Feature.USER_FREQUENCY,
                        Feature.USER_IS_POWER_USER,
                        Feature.USER_PREFERRED_PRICE,
                        Feature.USER_TAG_DIVERSITY)
                .forEach(feature -> changes.put(feature, busy));
        changes.put(
                Feature.USER_IS_ACTIVE,
                KNOWN.withActor(
                        actor -> actor.setOrders(0, Samples.entry(InteractionKind.ORDER, ItemId.dataset(8), 31 * 24))));
        changes.put(
                Feature.USER_ACTIONS,
                KNOWN.withActor(actor -> actor.addActions(Samples.entry(InteractionKind.CLICK, Samples.ID, 1))));
    }
}
