package dev.millrace.streams.config;

import dev.millrace.contract.capture.CapturedSource;
import dev.millrace.contract.capture.SourceDatabase;
import dev.millrace.contract.capture.SourceTable;
import dev.millrace.contract.id.Actor;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// What the topology depends on. Durable: a change of names or partitions needs a reset.
///
/// @param partitions partition count of raw topics, hops and domain topics
/// @param sources the captured databases, whose names are part of the raw topics'
/// @param matomoSites the idsites that count; empty = all
/// @param clock where windows end
/// @param paidDatasetStatus `pay_status` values of a paid data-set order
/// @param paidApiStatus `pay_status` values of a paid API order
/// @param sellableStatus `status`/`publish_status` values of a sellable data set; empty = every value
/// @param matomoOrders whether Matomo's orders count; where the shop's own do, they would count twice
/// @param trendingFilter which items may trend
/// @param exclusions whose interactions do not count
/// @param weights what one interaction adds to a score
/// @param bounds limits of every list and wait
public record TopologySettings(
        int partitions,
        List<CapturedSource> sources,
        Set<Integer> matomoSites,
        ClockMode clock,
        Set<Integer> paidDatasetStatus,
        Set<Integer> paidApiStatus,
        Set<Integer> sellableStatus,
        boolean matomoOrders,
        TrendingFilter trendingFilter,
        Exclusions exclusions,
        Weights weights,
        Bounds bounds) {

    public TopologySettings {
        require(partitions > 0, "partitions must be positive, got " + partitions);
        sources = List.copyOf(sources);
        matomoSites = Set.copyOf(matomoSites);
        paidDatasetStatus = Set.copyOf(paidDatasetStatus);
        paidApiStatus = Set.copyOf(paidApiStatus);
        require(!paidDatasetStatus.isEmpty(), "orders.paid-dataset-status must name a pay_status");
        require(!paidApiStatus.isEmpty(), "orders.paid-api-status must name a pay_status");
        sellableStatus = Set.copyOf(sellableStatus);
    }

    /// The sources of one role. A shop without Matomo, or the other way round, has none of the other.
    public List<CapturedSource> sources(SourceDatabase role) {
        return sources.stream().filter(source -> source.role() == role).toList();
    }

    /// The same with another number of partitions.
    public TopologySettings withPartitions(int number) {
        return new TopologySettings(
                number,
                sources,
                matomoSites,
                clock,
                paidDatasetStatus,
                paidApiStatus,
                sellableStatus,
                matomoOrders,
                trendingFilter,
                exclusions,
                weights,
                bounds);
    }

    /// The prefixes of the roles that have a source: those whose progress is told.
    public List<String> capturedRoles() {
        return sources.stream().map(source -> source.role().prefix()).distinct().toList();
    }

    /// Whether Matomo knows users by login, so that the shop's table of users is captured.
    public boolean namesUsersByLogin() {
        return sources.stream().anyMatch(source -> source.tables().contains(SourceTable.USER));
    }

    /// Where windows end: at the wall clock, or at the newest event time seen (for loading history).
    public enum ClockMode {
        LIVE,
        REPLAY
    }

    /// Score of one interaction. An order adds `order × (1 + ln(1 + price × quantity))`, so free items count
    /// too.
    ///
    /// @param order factor of a data-set order
    /// @param apiOrder factor of an API order
    /// @param view score of a page view
    /// @param click score of a click on a recommendation
    /// @param cart score of an item in an open cart
    public record Weights(double order, double apiOrder, double view, double click, double cart) {
        public Weights {
            require(
                    order >= 0 && apiOrder >= 0 && view >= 0 && click >= 0 && cart >= 0,
                    "weights.* must not be negative, got %s %s %s %s %s".formatted(order, apiOrder, view, click, cart));
        }
    }

    /// Popular quality filter: what an item needs to be in a trending list, when it is on.
    ///
    /// @param minPrice yuan; above 0 it takes all free items out
    /// @param minBuyers distinct buyers ever
    /// @param maxIdleDays since the last order
    /// @param cheapPrice below it an item needs `cheapMinBuyers`
    /// @param idleDays after which an item needs `idleMinBuyers`
    /// @param poolMultiplier how many times the length of a list is looked at to fill it
    public record TrendingFilter(
            boolean enabled,
            double minPrice,
            int minBuyers,
            int maxIdleDays,
            double cheapPrice,
            int cheapMinBuyers,
            int idleDays,
            int idleMinBuyers,
            int poolMultiplier) {
        /// Everything may trend.
        public static final TrendingFilter OFF = new TrendingFilter(false, 0, 0, 1, 0, 0, 1, 0, 1);

        public TrendingFilter {
            require(minPrice >= 0 && cheapPrice >= 0, "trending.filter prices must not be negative");
            require(
                    minBuyers >= 0 && cheapMinBuyers >= 0 && idleMinBuyers >= 0,
                    "trending.filter numbers of buyers must not be negative");
            require(maxIdleDays > 0 && idleDays > 0, "trending.filter days must be positive");
            require(
                    poolMultiplier > 0 && poolMultiplier <= 100,
                    "trending.filter.pool-multiplier must be 1..100, got " + poolMultiplier);
        }
    }

    /// Internal traffic and robots. A visit whose user or visitor is named counts nothing, what it counted
    /// before the login included.
    ///
    /// @param users numbers of shop users, such as testers
    /// @param visitors Matomo's visitor ids, 16 lower-case hex digits
    /// @param interactionsPerVisit what one visit may add; no person does more, so the rest does not count
    public record Exclusions(Set<Long> users, Set<String> visitors, int interactionsPerVisit) {
        public Exclusions {
            users = Set.copyOf(users);
            visitors = Set.copyOf(visitors);
            visitors.forEach(visitor -> require(
                    Actor.Visitor.parse(visitor).isPresent() && visitor.equals(visitor.toLowerCase(Locale.ROOT)),
                    "exclude.visitors must be 16 lower-case hex digits each, got '" + visitor + "'"));
            require(
                    interactionsPerVisit > 0,
                    "exclude.interactions-per-visit must be positive, got " + interactionsPerVisit);
        }
    }

    /// Limits.
    ///
    /// @param imagesPerItem images remembered per item
    /// @param rankedItems length of a partition's trending list; at least twice the largest limit of the API
    /// @param itemsPerWindow items ranked per partition and window; beyond it the lowest are left out and
    /// counted
    /// @param historyLength newest items of an actor that count for pairs and activity
    /// @param neighbours length of a neighbour list
    /// @param pairsPerItem other items that are counted beside an item; the weakest go
    /// @param unsentPairs changed items and pairs of a partition's actors that wait for a commit
    /// @param waitingRows link-visit-action rows per partition that may wait for their visit or action
    /// @param waitingTime how long they may wait
    /// @param profileOrders newest orders in a profile; older ones are kept as totals
    /// @param profileActions newest views, clicks, carts and searches in a profile
    /// @param usersPerVisitor users that one device may have before nothing of it joins a profile any more
    /// @param loginsPerVisitor newest logins of a device that are remembered
    /// @param anonymousTime how long before a login anonymous history joins the user's profile
    /// @param hotValues values of last use in memory, of each store that has them and each partition
    /// @param lateness behaviour that is older when it is read is left out, and what is remembered of older
    /// behaviour is forgotten
    /// @param textLength characters of a text of the catalogue; the rest is cut off
    /// @param tagsPerItem tags of an item; further ones are left out
    /// @param sessions newest visits per partition whose items are published
    /// @param sessionLength newest interactions of a visit that its items are made from
    public record Bounds(
            int imagesPerItem,
            int rankedItems,
            int itemsPerWindow,
            int historyLength,
            int neighbours,
            int pairsPerItem,
            int unsentPairs,
            int waitingRows,
            Duration waitingTime,
            int profileOrders,
            int profileActions,
            int usersPerVisitor,
            int loginsPerVisitor,
            Duration anonymousTime,
            int hotValues,
            Duration lateness,
            int textLength,
            int tagsPerItem,
            int sessions,
            int sessionLength) {
        public Bounds {
            require(imagesPerItem > 0, "bounds.images-per-item must be positive, got " + imagesPerItem);
            require(rankedItems >= 200, "bounds.ranked-items must be at least 200, got " + rankedItems);
            require(
                    itemsPerWindow >= rankedItems,
                    "bounds.items-per-window must be at least bounds.ranked-items, got " + itemsPerWindow);
            require(historyLength > 1, "bounds.history-length must be at least 2, got " + historyLength);
            require(neighbours > 0, "bounds.neighbours must be positive, got " + neighbours);
            require(
                    pairsPerItem >= neighbours,
                    "bounds.pairs-per-item must be at least bounds.neighbours, got " + pairsPerItem);
            require(unsentPairs > 0, "bounds.unsent-pairs must be positive, got " + unsentPairs);
            require(waitingRows > 0, "bounds.waiting-rows must be positive, got " + waitingRows);
            require(waitingTime.isPositive(), "bounds.waiting-time must be positive, got " + waitingTime);
            require(profileOrders > 0, "bounds.profile-orders must be positive, got " + profileOrders);
            require(profileActions > 0, "bounds.profile-actions must be positive, got " + profileActions);
            require(usersPerVisitor > 0, "bounds.users-per-visitor must be positive, got " + usersPerVisitor);
            require(
                    loginsPerVisitor >= usersPerVisitor,
                    "bounds.logins-per-visitor must be at least bounds.users-per-visitor, got " + loginsPerVisitor);
            require(lateness.isPositive(), "bounds.lateness must be positive, got " + lateness);
            require(textLength > 0, "bounds.text-length must be positive, got " + textLength);
            require(tagsPerItem > 0, "bounds.tags-per-item must be positive, got " + tagsPerItem);
            require(sessions > 0, "bounds.sessions must be positive, got " + sessions);
            require(sessionLength > 1, "bounds.session-length must be at least 2, got " + sessionLength);
            require(hotValues > 0, "bounds.hot-values must be positive, got " + hotValues);
            require(!anonymousTime.isNegative(), "bounds.anonymous-time must not be negative, got " + anonymousTime);
        }
    }

    static void require(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }
}
