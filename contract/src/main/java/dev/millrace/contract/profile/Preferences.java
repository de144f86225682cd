package dev.millrace.contract.profile;

import dev.millrace.contract.proto.ActorProfile;
import dev.millrace.contract.proto.InteractionKind;
import dev.millrace.contract.proto.ProfileEntry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/// What a profile's kept interactions say about taste, by what their items are *now*. An item that the
/// catalogue does not know says nothing.
///
/// Each interaction has the weight of its kind, halved for every half-life of its age.
///
/// @param tags lower-case tag → share of the weight, all shares together 1; each tag of an item gets the item's
///     weight
/// @param sellers seller → share
/// @param prices of the items ordered, or else of all items
/// @param diversity distinct tags of the items ordered
/// @param topTags how many orders have the most frequent tag, the second and the third; fewer when there are
///     fewer
/// @param uniqueness distinct items ordered, to the orders that are kept; 0 without orders
public record Preferences(
        Map<String, Double> tags,
        Map<String, Double> sellers,
        Prices prices,
        int diversity,
        List<Integer> topTags,
        double uniqueness) {
    private static final int TOP = 3;
    private static final double CENTS = 100;

    public Preferences {
        tags = Map.copyOf(tags);
        sellers = Map.copyOf(sellers);
        topTags = List.copyOf(topTags);
    }

    /// Nothing is known of his taste.
    public static final Preferences NONE = new Preferences(Map.of(), Map.of(), Prices.NONE, 0, List.of(), 0);

    /// Prices of items, in yuan; all empty when no item has a price.
    public record Prices(OptionalDouble lowest, OptionalDouble highest, OptionalDouble mean, OptionalDouble median) {
        /// No item has a price.
        public static final Prices NONE = new Prices(
                OptionalDouble.empty(), OptionalDouble.empty(), OptionalDouble.empty(), OptionalDouble.empty());

        private static final int[] EDGES = {100, 500, 1_000, 5_000};

        static Prices of(List<Double> prices) {
            if (prices.isEmpty()) {
                return NONE;
            }
            List<Double> sorted = prices.stream().sorted().toList();
            int middle = sorted.size() / 2;
            double median =
                    sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
            return new Prices(
                    OptionalDouble.of(sorted.getFirst()),
                    OptionalDouble.of(sorted.getLast()),
                    OptionalDouble.of(sorted.stream()
                            .mapToDouble(Double::doubleValue)
                            .average()
                            .orElseThrow()),
                    OptionalDouble.of(median));
        }

        /// The band of the mean: 0 below 100 yuan (free items too), 1 below 500, 2 below 1,000, 3 below 5,000,
        /// else 4; -1 when there is no price.
        public int band() {
            if (mean.isEmpty()) {
                return -1;
            }
            int band = 0;
            while (band < EDGES.length && mean.getAsDouble() >= EDGES[band]) {
                band++;
            }
            return band;
        }
    }

    /// Of `profile` at `asOfMs`.
    ///
    /// @param catalogue looks an item up by its [dev.millrace.contract.id.ItemId#code]; null when it is unknown
    /// @param halfLife after which an interaction counts half
    public static Preferences of(
            ActorProfile profile, LongFunction<@Nullable TasteItem> catalogue, long asOfMs, Duration halfLife) {
        Taste taste = new Taste(catalogue, asOfMs, halfLife);
        profile.getOrdersList().forEach(taste::add);
        profile.getActionsList().forEach(taste::add);
        return taste.preferences(profile.getOrdersCount());
    }

    /// Sums over a profile's entries.
    private static final class Taste {
        private final LongFunction<@Nullable TasteItem> catalogue;
        private final long asOfMs;
        private final Duration halfLife;
        private final Map<String, Double> tags = new HashMap<>();
        private final Map<String, Double> sellers = new HashMap<>();
        private final Map<String, Integer> orderedTags = new HashMap<>();
        private final Set<Long> ordered = new HashSet<>();
        private final List<Double> orderedPrices = new ArrayList<>();
        private final List<Double> allPrices = new ArrayList<>();

        Taste(LongFunction<@Nullable TasteItem> catalogue, long asOfMs, Duration halfLife) {
            this.catalogue = catalogue;
            this.asOfMs = asOfMs;
            this.halfLife = halfLife;
        }

        void add(ProfileEntry entry) {
            boolean order = entry.getKind() == InteractionKind.ORDER;
            if (order) {
                ordered.add(entry.getItem());
            }
            @Nullable TasteItem item = ProfileItems.isItem(entry) ? catalogue.apply(entry.getItem()) : null;
            if (item == null) {
                return;
            }
            double weight = weight(entry, asOfMs, halfLife);
            for (String tag : item.tagKeys()) {
                tags.merge(tag, weight, Double::sum);
                if (order) {
                    orderedTags.merge(tag, 1, Integer::sum);
                }
            }
            if (!item.seller().isEmpty()) {
                sellers.merge(item.seller(), weight, Double::sum);
            }
            if (!Double.isNaN(item.price())) {
                allPrices.add(item.price());
                if (order) {
                    orderedPrices.add(item.price());
                }
            }
        }

        Preferences preferences(int orders) {
            return new Preferences(
                    shares(tags),
                    shares(sellers),
                    Prices.of(orderedPrices.isEmpty() ? allPrices : orderedPrices),
                    orderedTags.size(),
                    orderedTags.values().stream()
                            .sorted(Comparator.reverseOrder())
                            .limit(TOP)
                            .toList(),
                    orders == 0 ? 0 : (double) ordered.size() / orders);
        }
    }

    /// 1 + ln(1 + yuan) for an order, 0.3 for a cart, 0.2 for a click, 0.1 for a view; halved for every
    /// half-life.
    static double weight(ProfileEntry entry, long asOfMs, Duration halfLife) {
        double ageMs = Math.max(0, asOfMs - entry.getTimeMs());
        double kind = switch (entry.getKind()) {
            case ORDER -> 1 + Math.log1p(entry.getRevenueCents() / CENTS);
            case CART -> 0.3;
            case CLICK -> 0.2;
            case VIEW -> 0.1;
            case SEARCH, INTERACTION_KIND_UNSPECIFIED, UNRECOGNIZED -> 0;
        };
        return kind * Math.pow(0.5, ageMs / halfLife.toMillis());
    }

    private static Map<String, Double> shares(Map<String, Double> weights) {
        double all = weights.values().stream().mapToDouble(Double::doubleValue).sum();
        Map<String, Double> shares = new HashMap<>();
        if (all > 0) {
            weights.forEach((name, weight) -> shares.put(name, weight / all));
        }
        return shares;
    }
}
