package dev.millrace.streams.neighbours;

import dev.millrace.contract.proto.HistoryEntry;
import java.util.List;

/// What a change of a history does to its pairs of next items, and to the activity of its items.
///
/// Two lists that differ in a few places have the same pairs outside of these and of [Pairing#REACH] around
/// them: only that region is looked at. Pure.
final class NextPairs {

    private NextPairs() {}

    /// Takes the step from `before` to `after` into account; both sorted, each item once.
    static void step(List<HistoryEntry> before, List<HistoryEntry> after, PairDeltas deltas) {
        int shorter = Math.min(before.size(), after.size());
        int head = 0;
        while (head < shorter && sameTie(before.get(head), after.get(head))) {
            head++;
        }
        int tail = 0;
        while (tail < shorter - head
                && sameTie(before.get(before.size() - 1 - tail), after.get(after.size() - 1 - tail))) {
            tail++;
        }
        if (head + tail < before.size() || head + tail < after.size()) {
            count(before, head, before.size() - tail, -1, deltas);
            count(after, head, after.size() - tail, 1, deltas);
        }
    }

    private static boolean sameTie(HistoryEntry left, HistoryEntry right) {
        return left.getItemId().equals(right.getItemId())
                && HistoryEntries.strength(left) == HistoryEntries.strength(right);
    }

    /// Counts the entries `from` to `to` and every pair that has one of them or spans them.
    private static void count(List<HistoryEntry> entries, int from, int to, int sign, PairDeltas deltas) {
        for (int i = from; i < to; i++) {
            HistoryEntry entry = entries.get(i);
            deltas.of(entry.getItemId()).activity(sign * HistoryEntries.strength(entry));
        }
        for (int left = Math.max(0, from - Pairing.REACH); left < to; left++) {
            int first = Math.max(left + 1, from);
            int last = Math.min(left + Pairing.REACH, entries.size() - 1);
            for (int right = first; right <= last; right++) {
                deltas.of(entries.get(left).getItemId())
                        .next(
                                entries.get(right).getItemId(),
                                sign * Pairing.strength(entries.get(left), entries.get(right)));
            }
        }
    }
}
