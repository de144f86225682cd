package dev.millrace.contract.profile;

import dev.millrace.contract.proto.ActorProfile;
import dev.millrace.contract.proto.OrderTotals;
import dev.millrace.contract.proto.ProfileEntry;
import java.util.OptionalDouble;

/// Recency, frequency and money of a profile, over all of its orders that stand. Amounts in yuan, times in
/// days.
///
/// Of orders that no longer fit in the profile the sums are exact; the lowest, highest, first and last of them
/// stay what they were when one of these is taken back.
///
/// @param count orders
/// @param total spent
/// @param mean of an order, 0 without orders
/// @param deviation standard deviation (population)
/// @param lowest amount of an order, 0 without orders
/// @param highest amount of an order
/// @param daysSinceFirst empty without orders
/// @param daysSinceLast empty without orders
/// @param spanDays from the first to the last
public record PurchaseFeatures(
        long count,
        double total,
        double mean,
        double deviation,
        double lowest,
        double highest,
        OptionalDouble daysSinceFirst,
        OptionalDouble daysSinceLast,
        double spanDays) {
    private static final double CENTS = 100;
    private static final double DAY_MS = 86_400_000;
    private static final int ACTIVE_DAYS = 30;
    private static final int POWER_ORDERS = 10;

    /// Of `profile` at `asOfMs`.
    public static PurchaseFeatures of(ActorProfile profile, long asOfMs) {
        OrderTotals older = profile.getOlderOrders();
        long count = older.getOrders() + profile.getOrdersCount();
        if (count == 0) {
            return new PurchaseFeatures(0, 0, 0, 0, 0, 0, OptionalDouble.empty(), OptionalDouble.empty(), 0);
        }
        boolean all = older.getOrders() == 0;
        double total = older.getRevenueCents() / CENTS;
        double squares = older.getRevenueSquares();
        double lowest = all ? Double.MAX_VALUE : older.getLowestCents() / CENTS;
        double highest = all ? 0 : older.getHighestCents() / CENTS;
        long first = all ? Long.MAX_VALUE : older.getFirstMs();
        long last = all ? Long.MIN_VALUE : older.getLastMs();
        for (ProfileEntry order : profile.getOrdersList()) {
            double amount = order.getRevenueCents() / CENTS;
            total += amount;
            squares += amount * amount;
            lowest = Math.min(lowest, amount);
            highest = Math.max(highest, amount);
            first = Math.min(first, order.getTimeMs());
            last = Math.max(last, order.getTimeMs());
        }
        double mean = total / count;
        return new PurchaseFeatures(
                count,
                total,
                mean,
                Math.sqrt(Math.max(0, squares / count - mean * mean)),
                lowest,
                highest,
                OptionalDouble.of(days(asOfMs - first)),
                OptionalDouble.of(days(asOfMs - last)),
                days(last - first));
    }

    /// Orders a day over the span from the first to the last, which counts as a day more than it is.
    public double frequency() {
        return count / (spanDays + 1);
    }

    /// 1 for an order just now, 1/2 for one of yesterday, 0 without orders.
    public double recency() {
        return daysSinceLast.isPresent() ? 1 / (daysSinceLast.getAsDouble() + 1) : 0;
    }

    /// Whether there was an order in the last 30 days.
    public boolean isActive() {
        return daysSinceLast.isPresent() && daysSinceLast.getAsDouble() < ACTIVE_DAYS;
    }

    /// Whether there are ten orders or more.
    public boolean isPowerUser() {
        return count >= POWER_ORDERS;
    }

    private static double days(long ms) {
        return Math.max(0, ms / DAY_MS);
    }
}
