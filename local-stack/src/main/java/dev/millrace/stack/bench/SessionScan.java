package dev.millrace.stack.bench;

import dev.millrace.contract.id.ItemId;
import dev.millrace.query.session.SessionSettings;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// VS-kNN without an index: every session is looked at for every answer. Says the same as the index, later.
///
/// @param sessions from the oldest to the newest
/// @param counts sessions of each item
record SessionScan(List<Set<ItemId>> sessions, Map<ItemId, Integer> counts) {

    private record Scored(int session, int similarity, int lastMatch) {}

    static SessionScan of(List<List<ItemId>> sessions) {
        Map<ItemId, Integer> counts = new HashMap<>();
        sessions.forEach(session -> session.forEach(item -> counts.merge(item, 1, Integer::sum)));
        return new SessionScan(
                sessions.stream().map(session -> Set.copyOf(session)).toList(), counts);
    }

    /// Best first, ties by item id.
    ///
    /// @param path each item once, no more than `settings.length()` of them
    List<ItemId> recall(List<ItemId> path, SessionSettings settings, int limit) {
        Set<ItemId> wanted = new HashSet<>(path);
        Map<ItemId, Long> sums = new HashMap<>();
        Comparator<Scored> order = Comparator.comparingInt(Scored::similarity).thenComparingInt(Scored::session);
        java.util.stream.IntStream.iterate(sessions.size() - 1, i -> i >= 0, i -> i - 1)
                .filter(i -> sessions.get(i).stream().anyMatch(wanted::contains))
                .limit(settings.sample())
                .mapToObj(i -> scored(i, path))
                .sorted(order.reversed())
                .limit(settings.neighbours())
                .forEach(one -> sessions.get(one.session())
                        .forEach(
                                item -> sums.merge(item, (long) one.similarity() * (10 - one.lastMatch()), Long::sum)));
        settings.seen().unwanted(path).forEach(sums::remove);
        Map<ItemId, Double> scores = new HashMap<>();
        sums.forEach((item, sum) ->
                scores.put(item, sum * Math.log((double) sessions.size() / counts.getOrDefault(item, 1))));
        return scores.entrySet().stream()
                .sorted(Map.Entry.<ItemId, Double>comparingByValue()
                        .reversed()
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit(limit)
                .map(Map.Entry::getKey)
                .toList();
    }

    private Scored scored(int session, List<ItemId> path) {
        int similarity = 0;
        int lastMatch = 0;
        for (int place = 1; place <= path.size(); place++) {
            if (sessions.get(session).contains(path.get(place - 1))) {
                similarity += place;
                lastMatch = path.size() - place + 1;
            }
        }
        return new Scored(session, similarity, lastMatch);
    }
}
