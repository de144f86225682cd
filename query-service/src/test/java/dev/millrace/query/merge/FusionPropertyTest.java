package dev.millrace.query.merge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.millrace.contract.id.ItemId;
import dev.millrace.query.recall.Candidate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// The merge against one that is written as its formula is. Replay a failure with `-Dseed=`.
class FusionPropertyTest {
    private final long seed = Long.getLong("seed", System.nanoTime());
    private final Random random = new Random(seed);

    @Test
    void isWhatTheFormulaSays() {
        for (int round = 0; round < 1_000; round++) {
            List<ChannelResult> results = results();
            ChannelWeights weights = weights();
            Map<ItemId, Double> expected = naive(results, weights);
            List<Merged> merged = Fusion.merge(results, weights);

            assertThat(merged).as("seed %d", seed).hasSameSizeAs(expected.keySet());
            for (Merged one : merged) {
                assertThat((double) one.fused())
                        .as("%s, round %d, seed %d", one.id(), round, seed)
                        .isCloseTo(expected.get(one.id()), within(1e-6))
                        .isBetween(0.0, 1.0);
            }
            assertThat(merged)
                    .as("round %d, seed %d", round, seed)
                    .isSortedAccordingTo(
                            Comparator.comparingDouble(Merged::fused).reversed().thenComparing(Merged::id));
        }
    }

    @Test
    void noChannelLosesItsCredit() {
        for (int round = 0; round < 500; round++) {
            List<ChannelResult> results = results();
            for (Merged one : Fusion.merge(results, weights())) {
                List<Channel> named = results.stream()
                        .filter(result -> result.bestFirst().stream()
                                .anyMatch(candidate -> candidate.id().equals(one.id())))
                        .map(ChannelResult::channel)
                        .sorted()
                        .toList();
                assertThat(Integer.bitCount(one.channels()))
                        .as("%s, seed %d", one.id(), seed)
                        .isEqualTo(named.size());
                assertThat(one.reason())
                        .as("%s, seed %d", one.id(), seed)
                        .isEqualTo(String.join(
                                "+", named.stream().map(Channel::reason).toList()));
            }
        }
    }

    @Test
    void whoAnswersFirstDoesNotMatter() {
        for (int round = 0; round < 500; round++) {
            List<ChannelResult> results = results();
            ChannelWeights weights = weights();
            List<String> before = told(Fusion.merge(results, weights));
            Collections.shuffle(results, random);
            assertThat(told(Fusion.merge(results, weights)))
                    .as("round %d, seed %d", round, seed)
                    .isEqualTo(before);
        }
    }

    private static List<String> told(List<Merged> list) {
        return list.stream()
                .map(one -> one.id() + " " + one.fused() + " " + one.reason() + " " + one.facts())
                .toList();
    }

    private static Map<ItemId, Double> naive(List<ChannelResult> results, ChannelWeights weights) {
        Map<ItemId, Double> sums = new HashMap<>();
        double asked = results.stream()
                .mapToDouble(result -> weights.of(result.channel()))
                .sum();
        for (ChannelResult result : results) {
            double best = result.bestFirst().stream()
                    .mapToDouble(Candidate::score)
                    .max()
                    .orElse(0);
            for (Candidate candidate : result.bestFirst()) {
                double score = best == 0 ? 1 : candidate.score() / best;
                sums.merge(candidate.id(), asked == 0 ? 0 : weights.of(result.channel()) * score / asked, Double::sum);
            }
        }
        return sums;
    }

    private List<ChannelResult> results() {
        List<ChannelResult> results = new ArrayList<>();
        for (Channel channel : Channel.values()) {
            if (random.nextInt(4) > 0) {
                results.add(new ChannelResult(channel, candidates(), random.nextBoolean()));
            }
        }
        return results;
    }

    private List<Candidate> candidates() {
        TreeSet<ItemId> ids = new TreeSet<>();
        for (int count = random.nextInt(30); count > 0; count--) {
            long number = 1 + random.nextInt(40);
            ids.add(number % 3 == 0 ? ItemId.api(number) : ItemId.dataset(number));
        }
        double scale = random.nextInt(5) == 0 ? 0 : random.nextDouble();
        int steps = 1 + random.nextInt(10);
        return ids.stream()
                .map(id -> new Candidate(id, scale * random.nextInt(steps + 1) / steps))
                .sorted(Comparator.comparingDouble(Candidate::score).reversed())
                .toList();
    }

    private ChannelWeights weights() {
        Map<Channel, Double> weights = new EnumMap<>(Channel.class);
        for (Channel channel : Channel.values()) {
            weights.put(channel, random.nextInt(4) == 0 ? 0 : random.nextDouble());
        }
        weights.put(Channel.BEHAVIOR, 0.5);
        return new ChannelWeights(weights);
    }
}
