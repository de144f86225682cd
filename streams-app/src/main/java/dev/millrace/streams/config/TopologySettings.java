package dev.millrace.streams.config;

import dev.millrace.contract.capture.CapturedSource;
import dev.millrace.contract.capture.SourceDatabase;
import java.time.Duration;
import java.util.List;
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

    /// Where windows end: at the wall clock, or at the newest event time seen (for loading history).
    public enum ClockMode {
        LIVE,
        REPLAY
    }

    /// Score of one interaction. An order adds `order × (1 + ln(1 + price × quantity))`, so free items count too.
    ///
    /// @param order factor of a data-set order
    /// @param apiOrder factor of an API order
    /// @param view score of a page view
    /// @param click score of a click on a recommendation
    public record Weights(double order, double apiOrder, double view, double click) {
        public Weights {
            require(
                    order >= 0 && apiOrder >= 0 && view >= 0 && click >= 0,
                    "weights.* must not be negative, got %s %s %s %s".formatted(order, apiOrder, view, click));
        }
    }

    /// Limits.
    ///
    /// @param imagesPerItem images remembered per item
    /// @param rankedItems length of a partition's trending list; at least twice the largest limit of the API
    /// @param itemsPerWindow items ranked per partition and window; beyond it the lowest are left out and counted
    /// @param historyLength newest items of an actor that count for pairs and activity
    /// @param neighbours length of a neighbour list
    /// @param waitingRows link-visit-action rows per partition that may wait for their visit or action
    /// @param waitingTime how long they may wait
    public record Bounds(
            int imagesPerItem,
            int rankedItems,
            int itemsPerWindow,
            int historyLength,
            int neighbours,
            int waitingRows,
            Duration waitingTime) {
        public Bounds {
            require(imagesPerItem > 0, "bounds.images-per-item must be positive, got " + imagesPerItem);
            require(rankedItems >= 200, "bounds.ranked-items must be at least 200, got " + rankedItems);
            require(
                    itemsPerWindow >= rankedItems,
                    "bounds.items-per-window must be at least bounds.ranked-items, got " + itemsPerWindow);
            require(historyLength > 1, "bounds.history-length must be at least 2, got " + historyLength);
            require(neighbours > 0, "bounds.neighbours must be positive, got " + neighbours);
            require(waitingRows > 0, "bounds.waiting-rows must be positive, got " + waitingRows);
            require(waitingTime.isPositive(), "bounds.waiting-time must be positive, got " + waitingTime);
        }
    }

    static void require(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }
}
