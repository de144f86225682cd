package dev.millrace.stack.bench;

import java.util.ArrayList;
import java.util.List;

/// The same questions asked of two services, as they were answered. Not thread-safe.
final class RecallPairs {
    private final List<Double> parallelMs = new ArrayList<>();
    private final List<Double> oneByOneMs = new ArrayList<>();
    private int degraded;
    private int compared;
    private int equal;

    /// An answer.
    ///
    /// @param items keys in their order
    record Answered(double ms, boolean degraded, List<String> items) {
        Answered {
            items = List.copyOf(items);
        }
    }

    /// Two answers to one question. Lists are compared where both services had all they needed.
    void add(Answered parallel, Answered oneByOne) {
        parallelMs.add(parallel.ms());
        oneByOneMs.add(oneByOne.ms());
        if (parallel.degraded() || oneByOne.degraded()) {
            degraded++;
            return;
        }
        compared++;
        equal += parallel.items().equals(oneByOne.items()) ? 1 : 0;
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
