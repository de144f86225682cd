package dev.millrace.stack.quality;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What each actor took so far. One thread.
final class Histories {
    private final int kept;
    private final boolean keepSeen;
    private final Map<Long, Deque<Long>> histories = new HashMap<>();
    private final Map<Long, Set<Long>> known = new HashMap<>();

    /// @param kept newest items of an actor
    /// @param keepSeen whether items that the actor knows may be guessed again
    Histories(int kept, boolean keepSeen) {
        this.kept = kept;
        this.keepSeen = keepSeen;
    }

    /// Whether the event may be guessed: its actor has taken something before, and its item is new, or may come again.
    boolean isQuestion(Event event) {
        Set<Long> before = known.getOrDefault(event.actor(), Set.of());
        return !before.isEmpty() && (keepSeen || !before.contains(event.item()));
    }

    /// Asks for the event.
    List<Long> ask(Recommender one, Event event, int limit) {
        List<Long> newestFirst = new ArrayList<>(histories.getOrDefault(event.actor(), new ArrayDeque<>()));
        Set<Long> unwanted = keepSeen ? Set.of() : known.getOrDefault(event.actor(), Set.of());
        return one.recommend(newestFirst, unwanted, limit);
    }

    void take(Event event) {
        known.computeIfAbsent(event.actor(), _ -> new HashSet<>()).add(event.item());
        Deque<Long> history = histories.computeIfAbsent(event.actor(), _ -> new ArrayDeque<>());
        history.remove(event.item());
        history.addFirst(event.item());
        if (history.size() > kept) {
            history.removeLast();
        }
    }
}
