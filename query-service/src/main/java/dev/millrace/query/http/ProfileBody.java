package dev.millrace.query.http;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.millrace.contract.id.ItemId;
import dev.millrace.contract.profile.Preferences;
import dev.millrace.contract.profile.ProfileItems;
import dev.millrace.contract.profile.PurchaseFeatures;
import dev.millrace.contract.proto.ActorProfile;
import dev.millrace.contract.proto.ProfileEntry;
import dev.millrace.query.recall.ActorState;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/// `/users/{user_id}/profile`: what is known of a user, and what follows from it.
///
/// @param orders newest first, as the following
/// @param actions views, clicks, carts and searches
/// @param tags the twenty he cares for most, with their shares
record ProfileBody(
        long userId,
        Totals totals,
        Purchases purchases,
        Map<String, Double> tags,
        Map<String, Double> sellers,
        Prices prices,
        int tagDiversity,
        List<Entry> orders,
        List<Entry> actions,
        @JsonUnwrapped Attribution attribution) {
    private static final int SHARES = 20;
    private static final double CENTS = 100;

    /// Counted ever.
    record Totals(long views, long clicks, long carts, long searches) {}

    /// Amounts in yuan; times in days.
    record Purchases(
            long count,
            double total,
            double mean,
            double deviation,
            double lowest,
            double highest,
            @Nullable Double daysSinceFirst,
            @Nullable Double daysSinceLast,
            double spanDays,
            double frequency,
            double recency,
            boolean isActive,
            boolean isPowerUser) {
        static Purchases of(PurchaseFeatures purchases) {
            return new Purchases(
                    purchases.count(),
                    purchases.total(),
                    purchases.mean(),
                    purchases.deviation(),
                    purchases.lowest(),
                    purchases.highest(),
                    orNull(purchases.daysSinceFirst()),
                    orNull(purchases.daysSinceLast()),
                    purchases.spanDays(),
                    purchases.frequency(),
                    purchases.recency(),
                    purchases.isActive(),
                    purchases.isPowerUser());
        }
    }

    /// Of the items ordered, or else of those looked at, in yuan.
    record Prices(
            @Nullable Double lowest,
            @Nullable Double highest,
            @Nullable Double mean,
            @Nullable Double median) {
        static Prices of(Preferences.Prices prices) {
            return new Prices(
                    orNull(prices.lowest()), orNull(prices.highest()), orNull(prices.mean()), orNull(prices.median()));
        }
    }

    /// An interaction.
    ///
    /// @param itemId null for a search
    /// @param revenue in yuan; 0 for what is no order
    /// @param joined whether it was a visitor's before the user logged in
    record Entry(String kind, @Nullable String itemId, String time, double revenue, boolean joined) {
        static Entry of(ProfileEntry entry) {
            return new Entry(
                    entry.getKind().name().toLowerCase(Locale.ROOT),
                    ProfileItems.of(entry).map(ItemId::key).orElse(null),
                    Instant.ofEpochMilli(entry.getTimeMs()).toString(),
                    entry.getRevenueCents() / CENTS,
                    entry.getJoined());
        }
    }

    static ProfileBody of(long user, ActorProfile profile, ActorState state, Attribution attribution) {
        Preferences preferences = state.preferences();
        return new ProfileBody(
                user,
                new Totals(profile.getViews(), profile.getClicks(), profile.getCarts(), profile.getSearches()),
                Purchases.of(state.facts().purchases()),
                highest(preferences.tags()),
                highest(preferences.sellers()),
                Prices.of(preferences.prices()),
                preferences.diversity(),
                entries(profile.getOrdersList()),
                entries(profile.getActionsList()),
                attribution);
    }

    private static List<Entry> entries(Collection<ProfileEntry> newestLast) {
        return List.copyOf(newestLast).reversed().stream().map(Entry::of).toList();
    }

    private static Map<String, Double> highest(Map<String, Double> shares) {
        Map<String, Double> best = new LinkedHashMap<>();
        shares.entrySet().stream()
                .sorted(Map.Entry.<String, Double>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit(SHARES)
                .forEach(entry -> best.put(entry.getKey(), entry.getValue()));
        return best;
    }

    private static @Nullable Double orNull(OptionalDouble value) {
        return value.isPresent() ? value.getAsDouble() : null;
    }
}
