package dev.millrace.streams.neighbours;

import dev.millrace.contract.proto.HistoryEntry;

/// Which items of an actor's history are paired: those that stand near each other, ordered ones farther than
/// others.
///
/// A bound on the work: an event touches a few pairs, however long the history is. The pair counts as much as
/// the weaker of its two items.
final class Pairing {
    /// Farthest distance of two ordered items, and so of any pair.
    static final int REACH = 4;

    /// Farthest distance when one of the two was only clicked or viewed.
    static final int WEAK_REACH = 2;

    private Pairing() {}

    /// Strength of the pair in hundredths; 0 when it is none.
    ///
    /// @param distance places between the two in the history, at least 1
    static int strength(HistoryEntry left, HistoryEntry right, int distance) {
        int weaker = Math.min(HistoryEntries.strength(left), HistoryEntries.strength(right));
        int reach = weaker >= HistoryEntries.ORDERED ? REACH : WEAK_REACH;
        return distance <= reach ? weaker : 0;
    }
}
