package dev.millrace.streams.neighbours;

import dev.millrace.contract.proto.HistoryEntry;

/// Which items of an actor's history are paired, each in one direction only, so that the pairs of an event are
/// counted at few items.
///
/// - *Next*: at the earlier of two items that stand near each other, weighed by the weaker of the two. What is
/// taken next depends on what was taken just now (directed short-window pairs).
/// - *Before*: at the one of two items that was taken later, as often as actors; over a wider window, for
/// items that go together in whatever order. Which of the two an actor took first is nearly chance there,
/// so that one direction tells what both would.
final class Pairing {
    /// Farthest distance of two items that are next, in places of the history.
    static final int REACH = 3;

    /// Farthest distance in the order in which items entered the history.
    static final int WINDOW = 20;

    private Pairing() {}

    /// Strength of the pair of next items in hundredths.
    static int strength(HistoryEntry left, HistoryEntry right) {
        return Math.min(HistoryEntries.strength(left), HistoryEntries.strength(right));
    }

    /// Whether the two entered the history one not long behind the other, and `earlier` was taken before
    /// `later`. What came in late is put in its place by its time. Neither number ever changes.
    static boolean isBefore(HistoryEntry earlier, HistoryEntry later) {
        long distance = later.getEntered() - earlier.getEntered();
        int byTime = Long.compare(earlier.getEnteredTimeMs(), later.getEnteredTimeMs());
        return Math.abs(distance) <= WINDOW && (byTime < 0 || byTime == 0 && distance > 0);
    }
}
