package dev.millrace.streams.neighbours;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.contract.proto.ActorHistory;
import dev.millrace.contract.proto.Effect;
import dev.millrace.contract.proto.Interaction;
import dev.millrace.contract.proto.InteractionKind;
import dev.millrace.contract.proto.PairUpdate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ActorPairsTest {
    private static final List<InteractionKind> KINDS =
            List.of(InteractionKind.ORDER, InteractionKind.CLICK, InteractionKind.VIEW);

    private final Map<String, ActorHistory> histories = new HashMap<>();
    private final Map<String, Long> activities = new TreeMap<>();
    private final Map<String, Map<String, Long>> pairs = new TreeMap<>();

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5, 9, 100})
    void theSumOfAllUpdatesIsThePairsOfTheHistories(int maxItems) {
        long seed = Long.getLong("seed", 20261124L) + maxItems;
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        Histories oracle = new Histories(maxItems);
        List<Interaction> log = new ArrayList<>();
        for (int step = 0; step < 3_000; step++) {
            Interaction next = next(random, log);
            oracle.add(next);
            apply(next, maxItems);
            assertThat(history(next.getActor()).getEntriesList())
                    .as("history, seed %d, step %d", seed, step)
                    .isEqualTo(oracle.of(next.getActor()));
            if (step % 50 == 0 || step > 2_950) {
                assertThat(pairs).as("pairs, seed %d, step %d", seed, step).isEqualTo(oracle.pairs());
                assertThat(activities)
                        .as("activity, seed %d, step %d", seed, step)
                        .isEqualTo(oracle.activities());
            }
        }
    }

    @Test
    void anEventTouchesFewItemsHoweverLongTheHistory() {
        for (int item = 1; item <= 60; item++) {
            apply(order("u:1", "ds:" + item, item), 100);
        }
        assertThat(apply(order("u:1", "ds:61", 61), 100)).hasSize(5);
        assertThat(apply(view("u:1", "ds:62", 62), 100)).hasSize(3);
        assertThat(apply(order("u:1", "ds:61", 61), 100)).as("nothing changes").isEmpty();
    }

    @Test
    void anItemThatIsPushedOutTakesItsPairsAlong() {
        apply(order("u:1", "ds:1", 1), 2);
        apply(order("u:1", "ds:2", 2), 2);
        apply(order("u:1", "ds:3", 3), 2);
        assertThat(activities).isEqualTo(Map.of("ds:2", 100L, "ds:3", 100L));
        assertThat(pairs).isEqualTo(Map.of("ds:2", Map.of("ds:3", 100L), "ds:3", Map.of("ds:2", 100L)));
    }

    @Test
    void theItemsOfABasketComeNearEachOtherEquallyOften() {
        for (int user = 0; user < 2_000; user++) {
            for (int item = 1; item <= 20; item++) {
                apply(order("u:" + user, "ds:" + item, 1), 100);
            }
        }
        List<Long> strengths = pairs.values().stream()
                .flatMap(partners -> partners.values().stream())
                .toList();
        // 70 of the 190 pairs of a basket: 2,000 × 70/190 × 100, ± 10 % is 6 standard deviations
        assertThat(strengths).hasSize(20 * 19).allSatisfy(sum -> assertThat(sum).isBetween(66_300L, 81_100L));
    }

    private List<PairUpdate> apply(Interaction interaction, int maxItems) {
        ActorPairs.Result result = ActorPairs.apply(history(interaction.getActor()), interaction, maxItems);
        histories.put(interaction.getActor(), result.history());
        for (PairUpdate update : result.updates()) {
            sum(activities, update.getItemId(), update.getActivityDelta());
            Map<String, Long> partners = pairs.computeIfAbsent(update.getItemId(), item -> new TreeMap<>());
            update.getDeltasList().forEach(delta -> sum(partners, delta.getItemId(), delta.getStrength()));
            if (partners.isEmpty()) {
                pairs.remove(update.getItemId());
            }
        }
        return result.updates();
    }

    private ActorHistory history(String actor) {
        return histories.getOrDefault(actor, ActorHistory.getDefaultInstance());
    }

    private static void sum(Map<String, Long> sums, String item, long delta) {
        if (sums.merge(item, delta, Long::sum) == 0) {
            sums.remove(item);
        }
    }

    /// A new interaction, or the retraction of an earlier one.
    private static Interaction next(RandomGenerator random, List<Interaction> log) {
        if (!log.isEmpty() && random.nextInt(4) == 0) {
            return log.remove(random.nextInt(log.size())).toBuilder()
                    .setEffect(Effect.RETRACT)
                    .build();
        }
        Interaction added = interaction(
                KINDS.get(random.nextInt(KINDS.size())),
                "u:" + random.nextInt(3),
                "ds:" + random.nextInt(14),
                random.nextInt(40));
        log.add(added);
        return added;
    }

    private static Interaction order(String actor, String item, long time) {
        return interaction(InteractionKind.ORDER, actor, item, time);
    }

    private static Interaction view(String actor, String item, long time) {
        return interaction(InteractionKind.VIEW, actor, item, time);
    }

    private static Interaction interaction(InteractionKind kind, String actor, String item, long time) {
        return Interaction.newBuilder()
                .setKind(kind)
                .setEffect(Effect.ADD)
                .setActor(actor)
                .setItemId(item)
                .setEventTimeMs(time)
                .build();
    }
}
