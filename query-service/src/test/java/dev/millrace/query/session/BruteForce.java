package dev.millrace.query.session;

import dev.millrace.contract.id.ItemId;
import dev.millrace.query.recall.Candidate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/// VS-kNN by looking at every session, term by term as the paper has it.
final class BruteForce {
    private final Map<Long, Session> sessions = new HashMap<>();

    record Session(long id, long timeMs, List<ItemId> items) {}

    private record Scored(Session session, int similarity, int lastMatch) {}

    void put(long session, long timeMs, List<ItemId> items) {
        sessions.put(session, new Session(session, timeMs, items));
        if (items.size() < 2) {
            sessions.remove(session);
        }
    }

    void remove(long session) {
        sessions.remove(session);
    }

    void clear() {
        sessions.clear();
    }

    int size() {
        return sessions.size();
    }

    boolean has(long session) {
        return sessions.containsKey(session);
    }

    /// The oldest session.
    long oldest() {
        return sessions.values().stream()
                .min(Comparator.comparingLong(Session::timeMs).thenComparing(Session::id))
                .orElseThrow()
                .id();
    }

    List<Candidate> recall(List<ItemId> whole, SessionSettings settings, Predicate<ItemId> eligible, int limit) {
        List<ItemId> path = new ArrayList<>(new LinkedHashSet<>(whole.reversed()))
                .subList(0, Math.min(settings.length(), (int)
                        whole.stream().distinct().count()))
                .reversed();
        List<Scored> neighbours = sessions.values().stream()
                .filter(session -> path.stream().anyMatch(session.items()::contains))
                .sorted(Comparator.comparingLong(Session::timeMs)
                        .thenComparing(Session::id)
                        .reversed())
                .limit(settings.sample())
                .map(session -> scored(session, path))
                .sorted(Comparator.comparingInt(Scored::similarity)
                        .thenComparingLong(one -> one.session().timeMs())
                        .thenComparingLong(one -> one.session().id())
                        .reversed())
                .limit(settings.neighbours())
                .toList();
        Map<ItemId, Double> scores = new HashMap<>();
        double total = 0;
        for (Scored one : neighbours) {
            double weight = (double) one.similarity() / path.size() * (1 - 0.1 * one.lastMatch());
            total += weight;
            for (ItemId item : one.session().items()) {
                scores.merge(item, weight * idf(item), Double::sum);
            }
        }
        double highest = total * Math.log(sessions.size());
        return scores.entrySet().stream()
                .filter(entry -> eligible.test(entry.getKey()))
                .filter(entry -> !settings.seen().unwanted(whole).contains(entry.getKey()))
                .map(entry -> new Candidate(entry.getKey(), highest == 0 ? 0 : rounded(entry.getValue() / highest)))
                .sorted(Comparator.comparingDouble(Candidate::score).reversed().thenComparing(Candidate::id))
                .limit(limit)
                .toList();
    }

    private static Scored scored(Session session, List<ItemId> path) {
        int similarity = 0;
        int lastMatch = 0;
        for (int place = 1; place <= path.size(); place++) {
            if (session.items().contains(path.get(place - 1))) {
                similarity += place;
                lastMatch = path.size() - place + 1;
            }
        }
        return new Scored(session, similarity, lastMatch);
    }

    private double idf(ItemId item) {
        long with = sessions.values().stream()
                .filter(session -> session.items().contains(item))
                .count();
        return Math.log((double) sessions.size() / with);
    }

    /// Sums in another order differ in the last digits. The grid is moved by an uneven part, as sums of fractions like
    /// 21/1024 would lie on the edge between two of its cells.
    static double rounded(double score) {
        return Math.floor(score * 1e9 + 0.271828) / 1e9;
    }
}
