package dev.millrace.stack.quality;

import dev.millrace.query.recall.HistoryRecall;
import dev.millrace.query.recall.PairWeights;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/// Chooses how neighbours are weighed on a slice of a log: test-then-learn over its first four fifths, guesses in the
/// last of them; the rest is not looked at. Counts are the same whatever the weights are, so that one replay answers
/// for all settings of a round. Decay and window are searched together, then the weight of items taken before, then the
/// exponents, and from there once more, while that helps. What counts is NDCG@10; the first of equals wins.
final class NeighbourTuning {
    private static final List<Double> DECAYS = List.of(0.5, 0.6, 0.7, 0.8, 0.9, 0.95);
    private static final List<Integer> HISTORIES = List.of(5, 10, 20, 50);
    private static final List<Double> BEFORE = List.of(0.0, 0.1, 0.2, 0.3, 0.5, 1.0);
    private static final List<Double> EXPONENTS = List.of(0.3, 0.4, 0.5, 0.6);
    private static final int ROUNDS = 2;
    private static final int KEPT = 100;

    private final Path folder;
    private final List<Event> log;
    private final Protocol.Split split;
    private final PrintStream out;
    private final Map<Settings, Scores> scores = new HashMap<>();

    /// What is chosen.
    ///
    /// @param history newest items that are looked at
    record Settings(HistoryRecall recall, int history) {}

    /// @param log oldest first
    NeighbourTuning(Path folder, List<Event> log, int questions, PrintStream out) {
        this.folder = folder;
        int first = (int) (0.6 * log.size());
        int end = (int) (0.8 * log.size());
        this.log = log.subList(0, end);
        this.split = new Protocol.Split(first, end, questions, Scores.LENGTH);
        this.out = out;
        out.printf("learned from %d events, validated on %d, %d not looked at%n", first, end - first, log.size() - end);
    }

    /// The best settings.
    Settings run() throws IOException {
        Settings best = new Settings(new HistoryRecall(new PairWeights(0.3, 0, 0.5, 0.5), 0.8), 20);
        for (int round = 0; round < ROUNDS; round++) {
            Settings before = best;
            best = best(best, decays(best));
            best = best(best, weights(best));
            best = best(best, exponents(best));
            if (best.equals(before)) {
                break;
            }
        }
        return best;
    }

    /// Figures of settings that were measured.
    Scores of(Settings settings) {
        return Objects.requireNonNull(scores.get(settings));
    }

    private static List<Settings> decays(Settings from) {
        List<Settings> all = new ArrayList<>();
        for (double decay : DECAYS) {
            for (int history : HISTORIES) {
                all.add(new Settings(new HistoryRecall(from.recall().weights(), decay), history));
            }
        }
        return all;
    }

    private static List<Settings> weights(Settings from) {
        PairWeights known = from.recall().weights();
        return BEFORE.stream()
                .map(before -> with(from, new PairWeights(before, 0, known.own(), known.other())))
                .toList();
    }

    private static List<Settings> exponents(Settings from) {
        List<Settings> all = new ArrayList<>();
        for (double own : EXPONENTS) {
            for (double other : EXPONENTS) {
                all.add(with(from, new PairWeights(from.recall().weights().before(), 0, own, other)));
            }
        }
        return all;
    }

    private static Settings with(Settings from, PairWeights weights) {
        return new Settings(new HistoryRecall(weights, from.recall().decay()), from.history());
    }

    private Settings best(Settings first, List<Settings> others) throws IOException {
        Set<Settings> missing = new HashSet<>(others);
        missing.add(first);
        missing.removeAll(scores.keySet());
        measure(List.copyOf(missing));
        Settings best = first;
        for (Settings other : others) {
            if (of(other).gain() > of(best).gain()) {
                best = other;
            }
        }
        return best;
    }

    private void measure(List<Settings> wanted) throws IOException {
        if (wanted.isEmpty()) {
            return;
        }
        List<Scores> measured = new ArrayList<>();
        try (StreamedNeighbours learned = Channels.neighbours(folder)) {
            List<Recommender> all = new ArrayList<>();
            for (int i = 0; i < wanted.size(); i++) {
                Settings one = wanted.get(i);
                all.add(new Named(
                        String.valueOf(i), new NeighbourRecommender(learned, one.recall(), one.history()), i == 0));
            }
            measured.addAll(Protocol.TEST_THEN_LEARN
                    .run(log, split, all, new Histories(KEPT, false))
                    .values());
        }
        for (int i = 0; i < wanted.size(); i++) {
            scores.put(wanted.get(i), measured.get(i));
            out.println(measured.get(i).line(text(wanted.get(i)), 0));
        }
    }

    private static String text(Settings settings) {
        PairWeights weights = settings.recall().weights();
        return String.format(
                Locale.ROOT,
                "decay %.2f  history %2d  before %.1f  own %.1f  other %.1f",
                settings.recall().decay(),
                settings.history(),
                weights.before(),
                weights.own(),
                weights.other());
    }

    /// One of many that look at the same counts: only one of them tells what happened.
    private record Named(String name, Recommender one, boolean learns) implements Recommender {
        @Override
        public List<Long> recommend(List<Long> newestFirst, Set<Long> known, int limit) {
            return one.recommend(newestFirst, known, limit);
        }

        @Override
        public void learn(Event event) {
            if (learns) {
                one.learn(event);
            }
        }
    }
}
