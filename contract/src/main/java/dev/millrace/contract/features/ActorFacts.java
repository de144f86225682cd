package dev.millrace.contract.features;

import static dev.millrace.contract.features.Feature.USER_FIRST;

import dev.millrace.contract.profile.Preferences;
import dev.millrace.contract.profile.PurchaseFeatures;
import java.util.OptionalDouble;

/// What is known of who asks, at one time; made by [Facts].
///
/// @param tags share of each tag
/// @param sellers share of each seller
/// @param prices of what he ordered, or else of what he looked at
/// @param tagDiversity distinct tags of the items ordered
/// @param seen when he had to do with an item last
/// @param actions views, clicks, carts and searches that the profile holds
public record ActorFacts(
        TagWeights tags,
        SellerShares sellers,
        Preferences.Prices prices,
        int tagDiversity,
        PurchaseFeatures purchases,
        LastSeen seen,
        int actions) {

    /// Somebody of whom nothing is known.
    public static final ActorFacts NONE = new ActorFacts(
            TagWeights.NONE,
            SellerShares.NONE,
            Preferences.Prices.NONE,
            0,
            new PurchaseFeatures(0, 0, 0, 0, 0, 0, OptionalDouble.empty(), OptionalDouble.empty(), 0),
            LastSeen.NONE,
            0);

    boolean isInRange(double price) {
        return price >= prices.lowest().orElse(0) && price <= prices.highest().orElse(Double.MAX_VALUE);
    }

    float[] columns() {
        float[] columns = new float[FeatureLayout.WIDTH - USER_FIRST.column()];
        set(columns, Feature.USER_PURCHASE_COUNT, (double) purchases.count());
        set(columns, Feature.USER_TOTAL_SPENT, Numbers.log(purchases.total()));
        set(columns, Feature.USER_AVERAGE_AMOUNT, purchases.mean());
        set(columns, Feature.USER_RECENCY, purchases.recency());
        set(columns, Feature.USER_FREQUENCY, purchases.frequency());
        set(columns, Feature.USER_IS_ACTIVE, purchases.isActive() ? 1 : 0);
        set(columns, Feature.USER_IS_POWER_USER, purchases.isPowerUser() ? 1 : 0);
        set(columns, Feature.USER_PREFERRED_PRICE, prices.mean().orElse(Feature.USER_PREFERRED_PRICE.missing()));
        set(columns, Feature.USER_TAG_DIVERSITY, tagDiversity);
        set(columns, Feature.USER_ACTIONS, actions);
        return columns;
    }

    private static void set(float[] columns, Feature feature, double value) {
        columns[feature.column() - USER_FIRST.column()] = Numbers.finite(value, feature.missing());
    }
}
