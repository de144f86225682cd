package dev.millrace.streams.neighbours;

import dev.millrace.contract.proto.HistoryEntry;
import dev.millrace.contract.proto.Neighbour;
import dev.millrace.contract.proto.PairUpdate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Sums up what changes of one actor's history do to activities and pairs.
///
/// Two lists that differ in a few places have the same pairs outside of these and of [Pairing#REACH] around
/// them: only that region is looked at. One thread.
final class PairDifference {
    private final Map<String, Integer> activities = new LinkedHashMap<>();
    private final Map<String, Map<String, Integer>> pairs = new LinkedHashMap<>();

    /// Takes the step from `before` to `after` into account; both sorted, each item once.
    void add(List<HistoryEntry> before, List<HistoryEntry> after) {
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
        if (head + tail == before.size() && head + tail == after.size()) {
            return;
        }
        count(before, head, before.size() - tail, -1);
        count(after, head, after.size() - tail, 1);
    }

    /// One update for each item that is touched; what cancelled out is not in it.
    List<PairUpdate> updates() {
        return Stream.concat(activities.keySet().stream(), pairs.keySet().stream())
                .distinct()
                .map(this::update)
                .filter(update -> update.getActivityDelta() != 0 || update.getDeltasCount() > 0)
                .toList();
    }

    private static boolean sameTie(HistoryEntry left, HistoryEntry right) {
        return left.getItemId().equals(right.getItemId())
                && HistoryEntries.strength(left) == HistoryEntries.strength(right);
    }

    /// Counts the entries `from` to `to` and every pair that has one of them or spans them.
    private void count(List<HistoryEntry> entries, int from, int to, int sign) {
        for (int i = from; i < to; i++) {
            HistoryEntry entry = entries.get(i);
            activities.merge(entry.getItemId(), sign * HistoryEntries.strength(entry), Integer::sum);
        }
        for (int left = Math.max(0, from - Pairing.REACH); left < to; left++) {
            int first = Math.max(left + 1, from);
            int last = Math.min(left + Pairing.REACH, entries.size() - 1);
            for (int right = first; right <= last; right++) {
                pair(
                        entries.get(left),
                        entries.get(right),
                        sign * Pairing.strength(entries.get(left), entries.get(right), right - left));
            }
        }
    }

    private void pair(HistoryEntry left, HistoryEntry right, int delta) {
        if (delta != 0) {
            deltas(left.getItemId()).merge(right.getItemId(), delta, Integer::sum);
            deltas(right.getItemId()).merge(left.getItemId(), delta, Integer::sum);
        }
    }

    private Map<String, Integer> deltas(String item) {
        return pairs.computeIfAbsent(item, key -> new LinkedHashMap<>());
    }

    private PairUpdate update(String item) {
        PairUpdate.Builder update =
                PairUpdate.newBuilder().setItemId(item).setActivityDelta(activities.getOrDefault(item, 0));
        pairs.getOrDefault(item, Map.of()).forEach((other, delta) -> {
            if (delta != 0) {
                update.addDeltas(Neighbour.newBuilder().setItemId(other).setStrength(delta));
            }
        });
        return update.build();
    }
}
