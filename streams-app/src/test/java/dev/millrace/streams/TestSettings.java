package dev.millrace.streams;

import dev.millrace.contract.capture.CapturedSource;
import dev.millrace.contract.capture.MatomoUserId;
import dev.millrace.contract.capture.SourceClaim;
import dev.millrace.contract.capture.SourceClaims;
import dev.millrace.contract.capture.SourceDatabase;
import dev.millrace.streams.config.TopologySettings;
import dev.millrace.streams.config.TopologySettings.Bounds;
import dev.millrace.streams.config.TopologySettings.ClockMode;
import dev.millrace.streams.config.TopologySettings.Exclusions;
import dev.millrace.streams.config.TopologySettings.TrendingFilter;
import dev.millrace.streams.config.TopologySettings.Weights;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Settings of the topology under test: one partition, narrow bounds.
public final class TestSettings {
    public static final Duration LATENESS = Duration.ofDays(730);
    public static final int TEXT_LENGTH = 1_000;
    public static final int TAGS = 5;
    public static final int SESSIONS = 1_000;
    public static final int SESSION_LENGTH = 5;

    /// A shop, and a Matomo that knows its users by login.
    public static final List<CapturedSource> WITH_LOGINS = SourceClaims.check(
            List.of(
                    new SourceClaim("business", Optional.empty(), "shop", "", Optional.empty()),
                    new SourceClaim("matomo", Optional.empty(), "matomo", "matomo_", Optional.empty())),
            MatomoUserId.USER_NAME);

    private TestSettings() {}

    /// `all` with room for other numbers of sessions.
    public static TopologySettings withSessions(TopologySettings all, int sessions, int length) {
        Bounds bounds = all.bounds();
        return new TopologySettings(
                all.partitions(),
                all.sources(),
                all.matomoSites(),
                all.clock(),
                all.paidDatasetStatus(),
                all.paidApiStatus(),
                all.sellableStatus(),
                all.matomoOrders(),
                all.trendingFilter(),
                all.exclusions(),
                all.weights(),
                new Bounds(
                        bounds.imagesPerItem(),
                        bounds.rankedItems(),
                        bounds.itemsPerWindow(),
                        bounds.historyLength(),
                        bounds.neighbours(),
                        bounds.pairsPerItem(),
                        bounds.unsentPairs(),
                        bounds.waitingRows(),
                        bounds.waitingTime(),
                        bounds.profileOrders(),
                        bounds.profileActions(),
                        bounds.usersPerVisitor(),
                        bounds.loginsPerVisitor(),
                        bounds.anonymousTime(),
                        bounds.hotValues(),
                        bounds.lateness(),
                        bounds.textLength(),
                        bounds.tagsPerItem(),
                        sessions,
                        length));
    }

    /// `all` with other rules.
    public static TopologySettings with(
            TopologySettings all, boolean matomoOrders, TrendingFilter filter, Exclusions exclusions) {
        return new TopologySettings(
                all.partitions(),
                all.sources(),
                all.matomoSites(),
                all.clock(),
                all.paidDatasetStatus(),
                all.paidApiStatus(),
                all.sellableStatus(),
                matomoOrders,
                filter,
                exclusions,
                all.weights(),
                all.bounds());
    }

    public static TopologySettings of(ClockMode clock) {
        return of(clock, 30);
    }

    /// @param historyLength newest items of an actor that count
    public static TopologySettings of(ClockMode clock, int historyLength) {
        return of(
                clock,
                historyLength,
                List.of(
                        CapturedSource.whole(SourceDatabase.BUSINESS, "shop", ""),
                        CapturedSource.whole(SourceDatabase.MATOMO, "matomo", "matomo_")));
    }

    /// @param sources what is captured
    public static TopologySettings of(ClockMode clock, int historyLength, List<CapturedSource> sources) {
        return new TopologySettings(
                1,
                sources,
                Set.of(),
                clock,
                Set.of(1, 5),
                Set.of(1),
                Set.of(),
                true,
                TrendingFilter.OFF,
                new Exclusions(Set.of(), Set.of(), 1_000),
                new Weights(1, 0.8, 0.1, 0.2, 0.3),
                new Bounds(
                        100,
                        200,
                        10_000,
                        historyLength,
                        100,
                        2_000,
                        20_000,
                        1000,
                        Duration.ofMinutes(10),
                        20,
                        20,
                        2,
                        4,
                        Duration.ofDays(30),
                        3, // hot values: so few that they come and go
                        LATENESS,
                        TEXT_LENGTH,
                        TAGS,
                        SESSIONS,
                        SESSION_LENGTH));
    }
}
