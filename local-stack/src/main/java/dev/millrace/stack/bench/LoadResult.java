package dev.millrace.stack.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What came of a load. Not thread-safe: each connection has one of its own, and they are added at the end.
final class LoadResult {
    private final List<Double> ms = new ArrayList<>();
    private final Map<String, List<Double>> byOperation = new TreeMap<>();
    private final Map<String, Integer> errors = new TreeMap<>();
    private final Map<String, Integer> wrong = new TreeMap<>();
    private int degraded;
    private int fallbacks;
    private int unsent;

    /// An answer with status 200.
    ///
    /// @param took milliseconds since the question was due
    void answered(double took, ListKind.Question question, RawConnection.Reply reply) {
        ms.add(took);
        byOperation
                .computeIfAbsent(question.operation(), _ -> new ArrayList<>())
                .add(took);
        degraded += reply.degraded().isEmpty() ? 0 : 1;
        fallbacks += ListAnswers.isFallback(reply.body()) ? 1 : 0;
        ListAnswers.wrong(question, reply.body()).ifPresent(what -> wrong.merge(what, 1, Integer::sum));
    }

    /// A refusal, or a connection that broke; its time counts as well.
    void failed(double took, String what) {
        ms.add(took);
        errors.merge(what, 1, Integer::sum);
    }

    /// Questions that were due and never asked, for the server did not keep up.
    void leftOut(int questions) {
        unsent += questions;
    }

    void add(LoadResult other) {
        ms.addAll(other.ms);
        other.byOperation.forEach((operation, took) ->
                byOperation.computeIfAbsent(operation, _ -> new ArrayList<>()).addAll(took));
        other.errors.forEach((what, count) -> errors.merge(what, count, Integer::sum));
        other.wrong.forEach((what, count) -> wrong.merge(what, count, Integer::sum));
        degraded += other.degraded;
        fallbacks += other.fallbacks;
        unsent += other.unsent;
    }

    /// Milliseconds of every question that was asked.
    List<Double> ms() {
        return List.copyOf(ms);
    }

    /// Milliseconds of the answers to one operation's questions.
    List<Double> msOf(String operation) {
        return List.copyOf(byOperation.getOrDefault(operation, List.of()));
    }

    int asked() {
        return ms.size();
    }

    /// How many failed, by what happened.
    Map<String, Integer> errors() {
        return Map.copyOf(errors);
    }

    int failures() {
        return errors.values().stream().mapToInt(Integer::intValue).sum();
    }

    int degraded() {
        return degraded;
    }

    int fallbacks() {
        return fallbacks;
    }

    int unsent() {
        return unsent;
    }

    /// @throws BenchException when an answer was not what was asked for: how fast it came means nothing then
    void requireRight() {
        if (!wrong.isEmpty()) {
            throw new BenchException("of %d answers so many were wrong: %s".formatted(ms.size(), wrong));
        }
    }
}
