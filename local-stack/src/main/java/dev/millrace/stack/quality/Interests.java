package dev.millrace.stack.quality;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Who took what, as a batch method sees it: a sparse matrix of actors and items, 1 where one took the other.
final class Interests {
    private final Map<Long, Integer> numbers = new LinkedHashMap<>();
    private final List<Long> items = new ArrayList<>();
    private final Map<Long, Set<Integer>> byActor = new HashMap<>();
    private final List<List<Set<Integer>>> actorsOf = new ArrayList<>();

    void add(Event event) {
        int item = numbers.computeIfAbsent(event.item(), id -> {
            items.add(id);
            actorsOf.add(new ArrayList<>());
            return items.size() - 1;
        });
        Set<Integer> taken = byActor.computeIfAbsent(event.actor(), _ -> new LinkedHashSet<>());
        if (taken.add(item)) {
            actorsOf.get(item).add(taken);
        }
    }

    int size() {
        return items.size();
    }

    long item(int number) {
        return items.get(number);
    }

    /// Number of an item; -1 when nobody took it.
    int number(long item) {
        return numbers.getOrDefault(item, -1);
    }

    /// How many actors took the item.
    int actors(int item) {
        return actorsOf.get(item).size();
    }

    /// How many actors took both, for every item: a row of the co-occurrence matrix.
    ///
    /// @param into of the length [#size], filled anew
    void together(int item, float[] into) {
        Arrays.fill(into, 0);
        for (Collection<Integer> taken : actorsOf.get(item)) {
            for (int other : taken) {
                into[other]++;
            }
        }
    }

    /// The most taken items, most taken first.
    List<Integer> mostTaken(int limit) {
        List<Integer> all = new ArrayList<>();
        for (int item = 0; item < size(); item++) {
            all.add(item);
        }
        all.sort(Comparator.comparingInt(this::actors).reversed());
        return all.subList(0, Math.min(limit, all.size()));
    }
}
