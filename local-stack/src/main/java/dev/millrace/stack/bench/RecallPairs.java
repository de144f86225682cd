package dev.millrace.stack.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The same questions asked of two services, as they were answered. Not thread-safe.
final class RecallPairs {
    private final List<Double> parallelMs = new ArrayList<>();
    private final List<Double> oneByOneMs = new ArrayList<>();
    private final Map<String, Integer> missed = new TreeMap<>();
    private int degraded;
    private int compared;
    private int equal;

    /// An answer.
    ///
    /// @param missing what it had to do without; empty text when nothing
    /// @param items keys in their order
    record Answered(double ms, String missing, List<String> items) {
        Answered {
            items = List.copyOf(items);
        }
    }

    /// Two answers to one question. Lists are compared where both services had all they needed.
    void add(Answered parallel, Answered oneByOne) {
        parallelMs.add(parallel.ms());
        oneByOneMs.add(oneByOne.ms());
        note("side by side", parallel);
        note("one by one", oneByOne);
        if (!parallel.missing().isEmpty() || !oneByOne.missing().isEmpty()) {
            degraded++;
            return;
        }
        compared++;
        equal += parallel.items().equals(oneByOne.items()) ? 1 : 0;
    }

    private void note(String who, Answered answered) {
        if (!answered.missing().isEmpty()) {
            missed.merge(who + " without " + answered.missing(), 1, Integer::sum);
        }
    }

    int count() {
        return parallelMs.size();
    }

    Percentiles parallel() {
        return new Percentiles(parallelMs);
    }

    Percentiles oneByOne() {
        return new Percentiles(oneByOneMs);
    }

    /// What asking side by side takes, as a share of what asking one after the other does: of all questions together.
    double timeRatio() {
        return sum(parallelMs) / sum(oneByOneMs);
    }

    /// Pairs of which an answer said that something was missing.
    int degraded() {
        return degraded;
    }

    /// How many answers missed what.
    Map<String, Integer> missed() {
        return Map.copyOf(missed);
    }

    int compared() {
        return compared;
    }

    /// Per cent of the compared pairs whose lists are the same; 0 when none could be compared.
    double equalPercent() {
        return compared == 0 ? 0 : 100.0 * equal / compared;
    }

    private static double sum(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).sum();
    }
}
