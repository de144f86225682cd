package dev.millrace.query.rerank;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.contract.features.TagSet;
import dev.millrace.contract.id.ItemId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Every choice against one that compares every candidate with everything that was chosen before, on sets of words.
/// Candidates whose values differ by rounding only count as equal. Replay a failure with `-Dseed=`.
class DiversityPropertyTest {
    private static final double ROUNDING = 1e-9;

    private final long seed = Long.getLong("seed", System.nanoTime());
    private final Random random = new Random(seed);

    /// A candidate as words and plain vectors.
    private record Known(Ranked ranked, Set<String> tags, String seller, double @Nullable [] vector) {}

    /// One respect in which pairs are compared; NaN when unknown.
    private record Respect(double weight, BiFunction<Known, Known, Double> compare) {}

    @Test
    void everyChoiceIsTheBestOne() {
        for (int round = 0; round < 1_500; round++) {
            List<Known> all = candidates();
            int limit = 1 + random.nextInt(25);
            double lambda = random.nextInt(11) / 10.0;
            DiversitySettings settings = new DiversitySettings(
                    random.nextInt(3) / 2.0,
                    random.nextInt(3) / 2.0,
                    random.nextInt(3) / 2.0,
                    1 + random.nextInt(60),
                    (1 + random.nextInt(10)) / 10.0);
            List<Ranked> bestFirst = all.stream().map(Known::ranked).toList();
            VectorCosine vectors = (left, right) -> cosine(all.get(left), all.get(right));
            Diversity.Choice choice = new Diversity(settings).choose(bestFirst, vectors, lambda, limit);
            String what = "round %d, seed %d".formatted(round, seed);
            check(all, choice, settings, lambda, limit, what);
            Similarity similarity =
                    new Similarity(bestFirst, Math.min(settings.candidates(), all.size()), vectors, settings);
            assertThat(choice.places()).as(what).isEqualTo(eager(all, similarity, settings, lambda, limit));
        }
    }

    /// What is chosen when every candidate is compared anew in every turn, to the last bit.
    private static List<Integer> eager(
            List<Known> all, Similarity similarity, DiversitySettings settings, double lambda, int limit) {
        int mixed = Math.min(settings.candidates(), all.size());
        int cap = settings.sellerCap(limit);
        List<Integer> chosen = new ArrayList<>();
        while (chosen.size() < Math.min(limit, all.size())) {
            chosen.add(free(all, chosen, cap, 0, mixed)
                    .reduce((one, next) -> eagerValue(all, chosen, next, mixed, lambda, similarity)
                                    > eagerValue(all, chosen, one, mixed, lambda, similarity)
                            ? next
                            : one)
                    .orElseGet(() -> free(all, chosen, cap, mixed, all.size())
                            .findFirst()
                            .orElseGet(() -> free(all, chosen, Integer.MAX_VALUE, 0, all.size())
                                    .findFirst()
                                    .orElseThrow())));
        }
        return chosen;
    }

    private static double eagerValue(
            List<Known> all, List<Integer> before, int place, int mixed, double lambda, Similarity similarity) {
        double highest = all.getFirst().ranked().score();
        double range = highest - all.get(mixed - 1).ranked().score();
        double relevance = range > 0 ? 1 - (highest - all.get(place).ranked().score()) / range : 1;
        double closest = before.stream()
                .mapToDouble(other -> similarity.of(place, other))
                .max()
                .orElse(0);
        return relevance * lambda - (1 - lambda) * closest;
    }

    private void check(
            List<Known> all,
            Diversity.Choice choice,
            DiversitySettings settings,
            double lambda,
            int limit,
            String what) {
        List<Integer> places = choice.places();
        assertThat(places).as(what).hasSize(Math.min(limit, all.size())).doesNotHaveDuplicates();
        int mixed = Math.min(settings.candidates(), all.size());
        ToDoubleFunction<Known[]> similarity = similarity(all.subList(0, mixed), settings);
        int turn = 0;
        for (; turn < places.size() - choice.unmixed() - choice.overShare(); turn++) {
            List<Integer> before = places.subList(0, turn);
            int chosen = places.get(turn);
            double best = free(all, before, settings.sellerCap(limit), 0, mixed)
                    .mapToDouble(place -> value(all, before, place, mixed, lambda, similarity))
                    .max()
                    .orElseThrow();
            assertThat(chosen).as(what).isLessThan(mixed);
            assertThat(value(all, before, chosen, mixed, lambda, similarity))
                    .as(what)
                    .isGreaterThanOrEqualTo(best - ROUNDING);
            assertThat(free(all, before, settings.sellerCap(limit), 0, mixed))
                    .as(what)
                    .contains(chosen);
        }
        for (; turn < places.size() - choice.overShare(); turn++) {
            List<Integer> before = places.subList(0, turn);
            assertThat(free(all, before, settings.sellerCap(limit), 0, mixed))
                    .as(what)
                    .isEmpty();
            assertThat(free(all, before, settings.sellerCap(limit), mixed, all.size())
                            .min())
                    .as(what)
                    .hasValue(places.get(turn));
        }
        for (; turn < places.size(); turn++) {
            List<Integer> before = places.subList(0, turn);
            assertThat(free(all, before, settings.sellerCap(limit), 0, all.size()))
                    .as(what)
                    .isEmpty();
            assertThat(free(all, before, Integer.MAX_VALUE, 0, all.size()).min())
                    .as(what)
                    .hasValue(places.get(turn));
        }
    }

    private static IntStream free(List<Known> all, List<Integer> before, int cap, int from, int to) {
        return IntStream.range(from, to)
                .filter(place -> !before.contains(place))
                .filter(place -> {
                    String seller = all.get(place).seller();
                    return seller.isEmpty()
                            || before.stream()
                                            .filter(other ->
                                                    all.get(other).seller().equals(seller))
                                            .count()
                                    < cap;
                });
    }

    private static double value(
            List<Known> all,
            List<Integer> before,
            int place,
            int mixed,
            double lambda,
            ToDoubleFunction<Known[]> similarity) {
        double highest = all.getFirst().ranked().score();
        double lowest = all.get(mixed - 1).ranked().score();
        double relevance = highest == lowest ? 1 : (all.get(place).ranked().score() - lowest) / (highest - lowest);
        double closest = before.stream()
                .mapToDouble(other -> similarity.applyAsDouble(new Known[] {all.get(other), all.get(place)}))
                .max()
                .orElse(0);
        return lambda * relevance - (1 - lambda) * closest;
    }

    private static ToDoubleFunction<Known[]> similarity(List<Known> all, DiversitySettings settings) {
        List<Respect> respects = List.of(
                new Respect(settings.tagWeight(), DiversityPropertyTest::jaccard),
                new Respect(settings.sellerWeight(), DiversityPropertyTest::sameSeller),
                new Respect(settings.vectorWeight(), (left, right) -> Math.clamp(cosine(left, right), 0, 1)));
        List<Respect> known = respects.stream()
                .filter(respect -> respect.weight() > 0 && !Double.isNaN(mean(all, respect)))
                .toList();
        double weights = known.stream().mapToDouble(Respect::weight).sum();
        List<Double> means = known.stream().map(respect -> mean(all, respect)).toList();
        return pair -> {
            double sum = 0;
            for (int one = 0; one < known.size(); one++) {
                double value = known.get(one).compare().apply(pair[0], pair[1]);
                sum += known.get(one).weight() * (Double.isNaN(value) ? means.get(one) : value);
            }
            return weights == 0 ? 0 : sum / weights;
        };
    }

    /// Over the pairs that [Similarity] looks at: all of a short list; else the first 50, those half the list apart
    /// first.
    private static double mean(List<Known> all, Respect respect) {
        int size = all.size();
        List<int[]> pairs = new ArrayList<>();
        List<Integer> distances = new ArrayList<>();
        IntStream.range(Math.max(1, size / 2), size).forEach(distances::add);
        IntStream.range(1, Math.max(1, size / 2)).forEach(distances::add);
        for (int apart : distances) {
            for (int left = 0; left + apart < size; left++) {
                pairs.add(new int[] {left, left + apart});
            }
        }
        return pairs.stream()
                .limit(50)
                .mapToDouble(pair -> respect.compare().apply(all.get(pair[0]), all.get(pair[1])))
                .filter(value -> !Double.isNaN(value))
                .average()
                .orElse(Double.NaN);
    }

    private static double jaccard(Known left, Known right) {
        if (left.tags().isEmpty() || right.tags().isEmpty()) {
            return Double.NaN;
        }
        Set<String> shared = new HashSet<>(left.tags());
        shared.retainAll(right.tags());
        Set<String> both = new HashSet<>(left.tags());
        both.addAll(right.tags());
        return (double) shared.size() / both.size();
    }

    private static double sameSeller(Known left, Known right) {
        if (left.seller().isEmpty() || right.seller().isEmpty()) {
            return Double.NaN;
        }
        return left.seller().equals(right.seller()) ? 1 : 0;
    }

    private static double cosine(Known left, Known right) {
        double[] one = left.vector();
        double[] other = right.vector();
        if (one == null || other == null) {
            return Double.NaN;
        }
        return IntStream.range(0, one.length)
                .mapToDouble(i -> one[i] * other[i])
                .sum();
    }

    private List<Known> candidates() {
        int size = random.nextInt(60);
        int tags = random.nextInt(4) == 0 ? 1 : 6;
        List<Known> all = new ArrayList<>();
        for (int number = 1; number <= size; number++) {
            Set<String> words = new HashSet<>();
            for (int count = random.nextInt(tags); count > 0; count--) {
                words.add("tag" + random.nextInt(10));
            }
            float score = random.nextInt(30) / 30f;
            String seller = random.nextInt(5) == 0 ? "" : "seller" + random.nextInt(6);
            all.add(new Known(
                    new Ranked(ItemId.dataset(number), score, TagSet.of(words), seller), words, seller, vector()));
        }
        all.sort(Comparator.comparingDouble((Known one) -> one.ranked().score())
                .reversed()
                .thenComparing(one -> one.ranked().id()));
        return all;
    }

    private double @Nullable [] vector() {
        if (random.nextInt(4) == 0) {
            return null;
        }
        double[] vector = random.doubles(4, -1, 1).toArray();
        double length = Math.sqrt(
                IntStream.range(0, 4).mapToDouble(i -> vector[i] * vector[i]).sum());
        return IntStream.range(0, 4).mapToDouble(i -> vector[i] / length).toArray();
    }
}
