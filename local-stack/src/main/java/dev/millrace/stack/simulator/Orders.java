package dev.millrace.stack.simulator;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/// The orders whose fate is open: placed ones wait to be paid, paid ones may be taken back. Both lists are bounded;
/// what falls out stays as it is for ever.
final class Orders {
    private static final int BOUND = 500;
    private static final double PAID = 0.85;
    private static final double STATUS_FIVE = 0.1;

    private final RandomGenerator random;
    private final List<Long> placed = new ArrayList<>();
    private final List<Long> paid = new ArrayList<>();
    private long number;

    Orders(RandomGenerator random) {
        this.random = random;
    }

    Change.PlaceOrder place(long user, Item item) {
        keep(placed, ++number);
        return new Change.PlaceOrder(number, user, item.id(), item.priceCents());
    }

    boolean hasPlaced() {
        return !placed.isEmpty();
    }

    boolean hasPaid() {
        return !paid.isEmpty();
    }

    /// A placed order is paid, or given up.
    Change.Shop settle() {
        long order = takeAny(placed);
        if (random.nextDouble() < PAID) {
            keep(paid, order);
            return new Change.PayOrder(order, random.nextDouble() < STATUS_FIVE ? 5 : 1);
        }
        return new Change.CancelOrder(order, way());
    }

    /// A paid order is taken back.
    Change.Shop takeBack() {
        return new Change.CancelOrder(takeAny(paid), way());
    }

    private Change.Way way() {
        Change.Way[] ways = Change.Way.values();
        return ways[random.nextInt(ways.length)];
    }

    private long takeAny(List<Long> orders) {
        int index = random.nextInt(orders.size());
        long order = orders.get(index);
        orders.set(index, orders.getLast());
        orders.removeLast();
        return order;
    }

    private static void keep(List<Long> orders, long order) {
        orders.add(order);
        if (orders.size() > BOUND) {
            orders.removeFirst();
        }
    }
}
