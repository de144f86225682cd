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
    private final Map<String, Long> actors = new TreeMap<>();
    private final Map<String, Map<String, Long>> next = new TreeMap<>();
    private final Map<String, Map<String, Long>> before = new TreeMap<>();

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5, 9, 100})
    void theSumOfAllUpdatesIsWhatAFoldOverTheLogSays(int maxItems) {
        long seed = Long.getLong("seed", 20261124L) + maxItems;
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        Histories oracle = new Histories(maxItems);
        List<Interaction> log = new ArrayList<>();
        for (int step = 0; step < 3_000; step++) {
            Interaction event = event(random, log);
            oracle.add(event);
            apply(event, maxItems);
            assertThat(history(event.getActor()).getEntriesList())
                    .as("history, seed %d, step %d", seed, step)
                    .isEqualTo(oracle.of(event.getActor()));
            if (step % 50 == 0 || step > 2_950) {
                assertThat(next).as("next, seed %d, step %d", seed, step).isEqualTo(oracle.next());
                assertThat(before).as("before, seed %d, step %d", seed, step).isEqualTo(oracle.before());
                assertThat(actors).as("actors, seed %d, step %d", seed, step).isEqualTo(oracle.actors());
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
        assertThat(apply(order("u:1", "ds:61", 61), 100)).as("a new item").hasSize(4);
        assertThat(apply(view("u:1", "ds:62", 62), 100)).as("a view").hasSize(4);
        assertThat(apply(order("u:1", "ds:30", 63), 100))
                .as("an old item again")
                .hasSize(7);
        assertThat(apply(order("u:1", "ds:30", 63), 100)).as("nothing changes").isEmpty();
    }

    @Test
    void whatIsTakenNextDependsOnTheOrder() {
        apply(order("u:1", "ds:1", 1), 100);
        apply(view("u:1", "ds:2", 2), 100);

        assertThat(next).isEqualTo(Map.of("ds:1", Map.of("ds:2", 25L)));
        assertThat(before).isEqualTo(Map.of("ds:2", Map.of("ds:1", 1L)));
    }

    @Test
    void whatIsReadLateStandsWhereItsTimeSays() {
        apply(order("u:1", "ds:2", 2), 100);
        apply(order("u:1", "ds:1", 1), 100);

        assertThat(next).isEqualTo(Map.of("ds:1", Map.of("ds:2", 100L)));
        assertThat(before).isEqualTo(Map.of("ds:2", Map.of("ds:1", 1L)));
    }

    @Test
    void anItemThatIsPushedOutLeavesItsPairsBehind() {
        apply(order("u:1", "ds:1", 1), 2);
        apply(order("u:1", "ds:2", 2), 2);
        apply(order("u:1", "ds:3", 3), 2);

        assertThat(history("u:1").getEntriesList()).hasSize(2);
        assertThat(activities).isEqualTo(Map.of("ds:1", 100L, "ds:2", 100L, "ds:3", 100L));
        assertThat(next).isEqualTo(Map.of("ds:1", Map.of("ds:2", 100L, "ds:3", 100L), "ds:2", Map.of("ds:3", 100L)));
    }

    @Test
    void theItemsOfABasketStandAsTheyCame() {
        for (int item = 1; item <= 5; item++) {
            apply(order("u:1", "ds:" + item, 1), 100);
        }
        assertThat(next.get("ds:1")).containsOnlyKeys("ds:2", "ds:3", "ds:4");
        assertThat(next.get("ds:4")).containsOnlyKeys("ds:5");
    }

    private List<PairUpdate> apply(Interaction interaction, int maxItems) {
        PairDeltas deltas = new PairDeltas();
        ActorHistory now = ActorPairs.apply(history(interaction.getActor()), interaction, maxItems, deltas);
        histories.put(interaction.getActor(), now.getEntriesCount() == 0 ? ActorHistory.getDefaultInstance() : now);
        List<PairUpdate> updates = deltas.take();
        for (PairUpdate update : updates) {
            String item = update.getItemId();
            sum(activities, item, update.getActivityDelta());
            sum(actors, item, update.getActorsDelta());
            update.getDeltasList().forEach(delta -> {
                sum(next, item, delta.getItemId(), delta.getNext());
                sum(before, item, delta.getItemId(), delta.getBefore());
            });
        }
        return updates;
    }

    private static void sum(Map<String, Map<String, Long>> sums, String item, String other, long delta) {
        Map<String, Long> row = sums.computeIfAbsent(item, one -> new TreeMap<>());
        sum(row, other, delta);
        if (row.isEmpty()) {
            sums.remove(item);
        }
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
    private static Interaction event(RandomGenerator random, List<Interaction> log) {
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
