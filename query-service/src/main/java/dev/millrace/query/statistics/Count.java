package dev.millrace.query.statistics;

import dev.millrace.contract.proto.Counters;

/// What is counted of an item.
public enum Count {
    ORDERS,
    VIEWS,
    /// On recommendations.
    CLICKS,
    REVENUE_CENTS;

    long of(Counters counters) {
        return switch (this) {
            case ORDERS -> counters.getOrders();
            case VIEWS -> counters.getViews();
            case CLICKS -> counters.getClicks();
            case REVENUE_CENTS -> counters.getRevenueCents();
        };
    }
}
