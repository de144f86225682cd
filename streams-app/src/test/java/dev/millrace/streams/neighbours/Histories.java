package dev.millrace.streams.neighbours;

import dev.millrace.contract.proto.HistoryEntry;
import dev.millrace.contract.proto.Interaction;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Oracle: the histories after a log of interactions, one by one, and all pairs that they make, by looking at
/// every two items of every actor.
public final class Histories {
    private final Map<String, List<HistoryEntry>> byActor = new HashMap<>();
    private final int maxItems;

    public Histories(int maxItems) {
        this.maxItems = maxItems;
    }

    public void add(Interaction interaction) {
        List<HistoryEntry> entries = byActor.computeIfAbsent(interaction.getActor(), actor -> new ArrayList<>());
        HistoryEntry known = entries.stream()
                .filter(entry -> entry.getItemId().equals(interaction.getItemId()))
                .findFirst()
                .orElse(HistoryEntry.newBuilder()
                        .setItemId(interaction.getItemId())
                        .build());
        entries.remove(known);
        HistoryEntry now = HistoryEntries.count(known, interaction);
        if (HistoryEntries.strength(now) > 0) {
            entries.add(now);
        }
        entries.sort(HistoryEntries.oldestFirst(interaction.getActor()));
        if (entries.size() > maxItems) {
            entries.removeFirst();
        }
    }

    public List<HistoryEntry> of(String actor) {
        return byActor.getOrDefault(actor, List.of());
    }

    /// Item → sum of its strengths; items without are left out.
    public Map<String, Long> activities() {
        Map<String, Long> sums = new TreeMap<>();
        byActor.values()
                .forEach(entries -> entries.forEach(
                        entry -> sums.merge(entry.getItemId(), (long) HistoryEntries.strength(entry), Long::sum)));
        return sums;
    }

    /// Item → partner → strength; both directions.
    public Map<String, Map<String, Long>> pairs() {
        Map<String, Map<String, Long>> sums = new TreeMap<>();
        for (List<HistoryEntry> entries : byActor.values()) {
            for (int i = 0; i < entries.size(); i++) {
                for (int j = 0; j < entries.size(); j++) {
                    add(sums, entries, i, j);
                }
            }
        }
        return sums;
    }

    private static void add(Map<String, Map<String, Long>> sums, List<HistoryEntry> entries, int i, int j) {
        int weaker = Math.min(HistoryEntries.strength(entries.get(i)), HistoryEntries.strength(entries.get(j)));
        int distance = Math.abs(i - j);
        if (distance > 0 && distance <= (weaker == 100 ? 4 : 2)) {
            sums.computeIfAbsent(entries.get(i).getItemId(), item -> new TreeMap<>())
                    .merge(entries.get(j).getItemId(), (long) weaker, Long::sum);
        }
    }
}
