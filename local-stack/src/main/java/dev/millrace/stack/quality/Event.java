package dev.millrace.stack.quality;

import dev.millrace.contract.proto.InteractionKind;
import dev.millrace.stack.load.InteractionFile;

/// One line of a log: somebody took an item.
///
/// @param actor user or session, from 1
/// @param item from 1
/// @param timeMs since epoch
record Event(long actor, long item, long timeMs, InteractionKind kind) {
    private static final double ORDER = 1;
    private static final double CART = 0.6;
    private static final double CLICK = 0.4;

    /// A line as the interaction that weighs as much: an order from 1 on, a cart from 0.6, a click from 0.4, else a
    /// view.
    static Event of(InteractionFile.Line line) {
        return new Event(line.session(), line.item(), line.timeMs(), kind(line.weight()));
    }

    private static InteractionKind kind(double weight) {
        if (weight >= ORDER) {
            return InteractionKind.ORDER;
        }
        if (weight >= CART) {
            return InteractionKind.CART;
        }
        return weight >= CLICK ? InteractionKind.CLICK : InteractionKind.VIEW;
    }
}
