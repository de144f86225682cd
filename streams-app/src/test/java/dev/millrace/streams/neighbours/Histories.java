package dev.millrace.streams.neighbours;

import dev.millrace.contract.proto.HistoryEntry;
import dev.millrace.contract.proto.Interaction;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Oracle: a fold over a log of interactions, one by one. Each adds the difference between all pairs of its
/// actor's history before and after it, by looking at every two items; nothing is taken from the code under
/// test but how strong an entry is.
public final class Histories {
    private static final int NEXT = 3;
    private static final int BEFORE = 20;

    private final Map<String, List<HistoryEntry>> byActor = new HashMap<>();
    private final Map<String, Long> entered = new HashMap<>();
    private final Map<String, Long> activities = new TreeMap<>();
    private final Map<String, Long> actors = new TreeMap<>();
    private final Map<String, Map<String, Long>> next = new TreeMap<>();
    private final Map<String, Map<String, Long>> before = new TreeMap<>();
    private final int maxItems;

    public Histories(int maxItems) {
        this.maxItems = maxItems;
    }

    public void add(Interaction interaction) {
        List<HistoryEntry> entries = byActor.computeIfAbsent(interaction.getActor(), actor -> new ArrayList<>());
        count(entries, -1);
        boolean isNew = entries.stream().noneMatch(entry -> entry.getItemId().equals(interaction.getItemId()));
        HistoryEntry known = entries.stream()
                .filter(entry -> entry.getItemId().equals(interaction.getItemId()))
                .findFirst()
                .orElse(HistoryEntry.newBuilder()
                        .setItemId(interaction.getItemId())
                        .setEntered(entered.getOrDefault(interaction.getActor(), 0L))
                        .setEnteredTimeMs(interaction.getEventTimeMs())
                        .build());
        entries.remove(known);
        HistoryEntry now = HistoryEntries.count(known, interaction);
        if (HistoryEntries.strength(now) > 0) {
            int older = (int) entries.stream()
                    .takeWhile(entry -> entry.getLastTimeMs() <= now.getLastTimeMs())
                    .count();
            entries.add(older, now);
            if (isNew) {
                entered.merge(interaction.getActor(), 1L, Long::sum);
            }
        }
        count(entries, 1);
        if (entries.size() > maxItems) {
            entries.removeFirst();
        }
        if (entries.isEmpty()) {
            entered.remove(interaction.getActor());
        }
    }

    public List<HistoryEntry> of(String actor) {
        return byActor.getOrDefault(actor, List.of());
    }

    /// Item → sum of its strengths; items without are left out, here and below.
    public Map<String, Long> activities() {
        return activities;
    }

    /// Item → actors who have it.
    public Map<String, Long> actors() {
        return actors;
    }

    /// Item → items taken soon behind it → strength.
    public Map<String, Map<String, Long>> next() {
        return next;
    }

    /// Item → items taken before it → actors.
    public Map<String, Map<String, Long>> before() {
        return before;
    }

    private void count(List<HistoryEntry> entries, int sign) {
        for (int i = 0; i < entries.size(); i++) {
            HistoryEntry entry = entries.get(i);
            sum(activities, entry.getItemId(), (long) sign * HistoryEntries.strength(entry));
            sum(actors, entry.getItemId(), sign);
            for (int j = 0; j < entries.size(); j++) {
                HistoryEntry other = entries.get(j);
                if (j > i && j - i <= NEXT) {
                    int weaker = Math.min(HistoryEntries.strength(entry), HistoryEntries.strength(other));
                    sum(next, entry, other, (long) sign * weaker);
                }
                boolean near = Math.abs(entry.getEntered() - other.getEntered()) <= BEFORE;
                if (i != j && near && isFirst(other, entry)) {
                    sum(before, entry, other, sign);
                }
            }
        }
    }

    private static boolean isFirst(HistoryEntry one, HistoryEntry other) {
        return one.getEnteredTimeMs() == other.getEnteredTimeMs()
                ? one.getEntered() < other.getEntered()
                : one.getEnteredTimeMs() < other.getEnteredTimeMs();
    }

    private static void sum(Map<String, Map<String, Long>> sums, HistoryEntry entry, HistoryEntry other, long delta) {
        Map<String, Long> row = sums.computeIfAbsent(entry.getItemId(), item -> new TreeMap<>());
        sum(row, other.getItemId(), delta);
        if (row.isEmpty()) {
            sums.remove(entry.getItemId());
        }
    }

    private static void sum(Map<String, Long> sums, String item, long delta) {
        if (sums.merge(item, delta, Long::sum) == 0) {
            sums.remove(item);
        }
    }
}
