package dev.millrace.contract.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.within;

import dev.millrace.contract.id.ItemId;
import dev.millrace.contract.proto.ActorProfile;
import dev.millrace.contract.proto.CatalogueItem;
import dev.millrace.contract.proto.InteractionKind;
import dev.millrace.contract.proto.OrderTotals;
import dev.millrace.contract.proto.ProfileEntry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class ProfileFeaturesTest {
    private static final long NOW = 1_800_000_000_000L;
    private static final Duration HALF_LIFE = Duration.ofDays(30);
    private static final Offset<Double> EXACT = within(1e-9);
    private static final Map<ItemId, CatalogueItem> CATALOGUE = Map.of(
            ItemId.dataset(1), item("Air;sea", "Ocean Co", "10"),
            ItemId.dataset(2), item("sea", "Hill Ltd", "0"),
            ItemId.api(1), item("map", "Hill Ltd", ""));

    @Test
    void recencyFrequencyAndMoneyAreThoseOfAllOrders() {
        ActorProfile profile = ActorProfile.newBuilder()
                .setOlderOrders(OrderTotals.newBuilder()
                        .setOrders(2)
                        .setRevenueCents(3_000)
                        .setRevenueSquares(10 * 10 + 20 * 20)
                        .setLowestCents(1_000)
                        .setHighestCents(2_000)
                        .setFirstMs(daysAgo(20))
                        .setLastMs(daysAgo(15)))
                .addOrders(order(1, 10, 3_000))
                .addOrders(order(2, 1, 0))
                .build();

        PurchaseFeatures features = PurchaseFeatures.of(profile, NOW);

        assertThat(features.count()).isEqualTo(4);
        assertThat(features.total()).isCloseTo(60, EXACT);
        assertThat(features.mean()).isCloseTo(15, EXACT);
        assertThat(features.deviation()).isCloseTo(Math.sqrt((100 + 400 + 900) / 4.0 - 225), EXACT);
        assertThat(features.lowest()).isZero();
        assertThat(features.highest()).isEqualTo(30);
        assertThat(features.daysSinceFirst()).hasValue(20);
        assertThat(features.daysSinceLast()).hasValue(1);
        assertThat(features.spanDays()).isEqualTo(19);
        assertThat(features.frequency()).isCloseTo(4 / 20.0, EXACT);
        assertThat(features.recency()).isCloseTo(0.5, EXACT);
        assertThat(features.isActive()).isTrue();
        assertThat(features.isPowerUser()).isFalse();
    }

    @Test
    void withoutOrdersNothingIsKnownAndNothingFails() {
        PurchaseFeatures features = PurchaseFeatures.of(ActorProfile.getDefaultInstance(), NOW);
        assertThat(features.daysSinceLast()).isEmpty();
        assertThat(features.recency()).isZero();
        assertThat(features.isActive()).isFalse();
        Preferences preferences = preferences(ActorProfile.getDefaultInstance());
        assertThat(preferences.tags()).isEmpty();
        assertThat(preferences.prices().band()).isEqualTo(-1);
        assertThat(preferences.uniqueness()).isZero();
    }

    @Test
    void tasteIsWeightedByKindAndAgeAndSumsToOne() {
        ActorProfile profile = ActorProfile.newBuilder()
                .addOrders(order(1, 0, 0)) // weight 1: air, sea, Ocean Co
                .addActions(action(InteractionKind.VIEW, 4, 30)) // ds:2, weight 0.1 / 2: sea, Hill Ltd
                .addActions(action(InteractionKind.CLICK, 3, 0)) // api:1, weight 0.2: map, Hill Ltd
                .addActions(action(InteractionKind.SEARCH, 0, 0))
                .addActions(action(InteractionKind.VIEW, 2_000, 0)) // unknown
                .build();

        Preferences preferences = preferences(profile);

        double tags = 1 + 1 + 0.05 + 0.2;
        assertThat(preferences.tags()).hasSize(3);
        assertThat(preferences.tags().get("air")).isCloseTo(1 / tags, EXACT);
        assertThat(preferences.tags().get("sea")).isCloseTo(1.05 / tags, EXACT);
        assertThat(preferences.tags().get("map")).isCloseTo(0.2 / tags, EXACT);
        assertThat(preferences.sellers().get("Ocean Co")).isCloseTo(1 / 1.25, EXACT);
        assertThat(preferences.prices().mean()).hasValue(10);
        assertThat(preferences.diversity()).isEqualTo(2);
    }

    @Test
    void pricesOfWhatWasOrderedFreeItemsIncluded() {
        ActorProfile profile = ActorProfile.newBuilder()
                .addOrders(order(1, 3, 1_000))
                .addOrders(order(2, 2, 0))
                .addOrders(order(2, 1, 0))
                .build();

        Preferences preferences = preferences(profile);

        assertThat(preferences.prices().lowest()).hasValue(0);
        assertThat(preferences.prices().highest()).hasValue(10);
        assertThat(preferences.prices().median()).hasValue(0);
        assertThat(preferences.prices().band()).isZero();
        assertThat(preferences.topTags()).isEqualTo(List.of(3, 1));
        assertThat(preferences.uniqueness()).isCloseTo(2 / 3.0, EXACT);
        assertThat(preferences.sellers()).containsOnlyKeys("Ocean Co", "Hill Ltd");
        assertThat(preferences.tags()).contains(entry("sea", preferences.tags().get("sea")));
    }

    private static Preferences preferences(ActorProfile profile) {
        return Preferences.of(
                profile,
                code -> {
                    CatalogueItem item = CATALOGUE.get(ItemId.ofCode(code));
                    return item == null ? null : TasteItem.of(item);
                },
                NOW,
                HALF_LIFE);
    }

    private static CatalogueItem item(String tags, String seller, String price) {
        return CatalogueItem.newBuilder()
                .addAllTags(List.of(tags.split(";", -1)))
                .setSeller(seller)
                .setPrice(price)
                .build();
    }

    private static ProfileEntry order(long dataset, int daysAgo, long cents) {
        return action(InteractionKind.ORDER, dataset * 2, daysAgo).toBuilder()
                .setRevenueCents(cents)
                .build();
    }

    private static ProfileEntry action(InteractionKind kind, long item, int daysAgo) {
        return ProfileEntry.newBuilder()
                .setKind(kind)
                .setItem(item)
                .setTimeMs(daysAgo(daysAgo))
                .build();
    }

    private static long daysAgo(int days) {
        return NOW - Duration.ofDays(days).toMillis();
    }
}
