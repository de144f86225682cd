package dev.millrace.streams;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.contract.capture.SourceTable;
import dev.millrace.contract.id.ItemId;
import dev.millrace.contract.proto.Counters;
import dev.millrace.contract.proto.ItemStatistics;
import dev.millrace.contract.proto.Neighbour;
import dev.millrace.contract.proto.Neighbours;
import dev.millrace.contract.store.QueryableStore;
import dev.millrace.contract.store.TimeWindow;
import dev.millrace.contract.store.WindowSums;
import dev.millrace.streams.config.TopologySettings.ClockMode;
import dev.millrace.streams.neighbours.Histories;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A seeded shop that orders, pays, cancels, deletes, re-snapshots and lets time pass; afterwards statistics
/// and trending must equal a recompute from the table, and neighbours, which depend on the order of
/// retractions, one from the log of interactions. Replay a failure with `-Dseed=`.
class RecomputePropertyTest {
    private static final int ITEMS = 12;
    private static final int USERS = 6;
    private static final int STEPS = 600;

    private record Order(long id, long item, long user, int payStatus, long payTime, int price) {
        String json() {
            return """
                    {"id":%d,"dataset_id":%d,"create_user":%d,"price":"%d.00","pay_status":%d,"task_status":0,\
                    "is_delete":0,"pay_time":%d,"create_time":0,"update_time":null}""".formatted(id, item, user, price, payStatus, payTime);
        }

        boolean paid() {
            return payStatus == 1 || payStatus == 5;
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {30, 4})
    void stateEqualsARecomputeFromTheTable(int historyLength) {
        long seed = Long.getLong("seed", 20261123L);
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        try (TopologyHarness topology = new TopologyHarness(TestSettings.of(ClockMode.LIVE, historyLength))) {
            Map<Long, Order> table = new TreeMap<>();
            for (int step = 0; step < STEPS; step++) {
                step(random, topology, table);
            }
            topology.pass(Duration.ofSeconds(2));
            Histories histories = new Histories(historyLength);
            topology.interactions().forEach(interaction -> histories.add(interaction.value));
            check(topology, table.values().stream().filter(Order::paid).toList(), histories, "seed " + seed);
            checkTopic(topology, "seed " + seed);
        }
    }

    private static void step(RandomGenerator random, TopologyHarness topology, Map<Long, Order> table) {
        long id = 1L + random.nextInt(80);
        @Nullable Order before = table.get(id);
        switch (random.nextInt(before == null ? 1 : 6)) {
            case 0 -> {
                Order now = randomOrder(random, topology, id);
                table.put(id, now);
                topology.change(SourceTable.ORDER_TAB, before == null ? null : before.json(), now.json());
            }
            case 1, 2 -> {
                Order known = java.util.Objects.requireNonNull(before);
                table.remove(id);
                topology.change(SourceTable.ORDER_TAB, known.json(), null);
                topology.raw(SourceTable.ORDER_TAB, null);
            }
            case 3 ->
                topology.snapshot(
                        SourceTable.ORDER_TAB,
                        java.util.Objects.requireNonNull(before).json());
            default -> topology.pass(Duration.ofSeconds(random.nextInt(4_000)));
        }
    }

    private static Order randomOrder(RandomGenerator random, TopologyHarness topology, long id) {
        int[] states = {0, 1, 1, 5, 3};
        long age = random.nextLong(Duration.ofDays(2).toMillis());
        return new Order(
                id,
                1 + random.nextInt(ITEMS),
                1 + random.nextInt(USERS),
                states[random.nextInt(states.length)],
                topology.now().toEpochMilli() - age,
                random.nextInt(50));
    }

    private static void check(TopologyHarness topology, List<Order> paid, Histories histories, String seed) {
        long now = topology.now().toEpochMilli();
        for (TimeWindow window : TimeWindow.values()) {
            Map<String, Double> scores = paid.stream()
                    .filter(order -> window.bucketOf(order.payTime()) >= window.firstBucket(now))
                    .collect(Collectors.groupingBy(
                            order -> "ds:" + order.item(),
                            Collectors.summingDouble(order -> 1 + Math.log1p(order.price()))));
            List<String> expected = scores.entrySet().stream()
                    .sorted(Comparator.comparing(
                                    (Map.Entry<String, Double> entry) -> Math.round(entry.getValue() * 1e5))
                            .reversed()
                            .thenComparing(Map.Entry::getKey, ItemId::compareKeys))
                    .map(Map.Entry::getKey)
                    .toList();
            assertThat(topology.trending(window)).as("%s, %s", seed, window).isEqualTo(expected);
        }
        for (long item = 1; item <= ITEMS; item++) {
            String key = "ds:" + item;
            long orders = paid.stream()
                    .filter(order -> key.equals("ds:" + order.item()))
                    .count();
            assertThat(topology.statistics(key).getEver().getOrders())
                    .as("%s, %s", seed, key)
                    .isEqualTo(orders);
            checkStatistics(topology.statistics(key), key, paid, now, seed);
            var activity = topology.store(QueryableStore.ACTIVITY).get(key);
            assertThat(activity == null ? 0 : activity.getStrength())
                    .as("%s, activity of %s", seed, key)
                    .isEqualTo(histories.activities().getOrDefault(key, 0L));
            assertThat(activity == null ? 0 : activity.getActors())
                    .as("%s, actors of %s", seed, key)
                    .isEqualTo(histories.actors().getOrDefault(key, 0L));
            assertThat(pairs(topology.neighbours(key), Neighbour::getNext))
                    .as("%s, next of %s", seed, key)
                    .isEqualTo(histories.next().getOrDefault(key, Map.of()));
            assertThat(pairs(topology.neighbours(key), Neighbour::getBefore))
                    .as("%s, before %s", seed, key)
                    .isEqualTo(histories.before().getOrDefault(key, Map.of()));
            assertThat(isSorted(topology.neighbours(key)))
                    .as("%s, %s is sorted", seed, key)
                    .isTrue();
        }
    }

    private static void checkStatistics(
            ItemStatistics statistics, String key, List<Order> paid, long now, String seed) {
        List<Order> ours =
                paid.stream().filter(order -> key.equals("ds:" + order.item())).toList();
        assertThat(statistics.getBuyers())
                .as("%s, buyers of %s", seed, key)
                .isEqualTo(ours.stream().map(Order::user).distinct().count());
        assertThat(statistics.getEver().getRevenueCents())
                .as("%s, revenue of %s", seed, key)
                .isEqualTo(100L * ours.stream().mapToInt(Order::price).sum());
        for (TimeWindow window : TimeWindow.values()) {
            List<Order> inside = ours.stream()
                    .filter(order -> window.bucketOf(order.payTime()) >= window.firstBucket(now))
                    .toList();
            Counters sum = WindowSums.of(statistics, window, now);
            assertThat(sum.getOrders())
                    .as("%s, orders of %s in %s", seed, key, window)
                    .isEqualTo(inside.size());
            assertThat(sum.getRevenueCents())
                    .as("%s, revenue of %s in %s", seed, key, window)
                    .isEqualTo(100L * inside.stream().mapToInt(Order::price).sum());
            assertThat(WindowSums.buckets(statistics, window))
                    .as("%s, buckets of %s in %s", seed, key, window)
                    .hasSizeLessThanOrEqualTo(window.buckets());
        }
    }

    /// What is left of the topic once it is compacted.
    private static void checkTopic(TopologyHarness topology, String seed) {
        Map<String, ItemStatistics> published = new TreeMap<>();
        for (var change : topology.statisticsChanges()) {
            if (change.value == null) {
                published.remove(change.key);
            } else {
                published.put(change.key, change.value);
            }
        }
        Map<String, ItemStatistics> kept = new TreeMap<>();
        try (var all = topology.store(QueryableStore.STATISTICS).all()) {
            all.forEachRemaining(entry -> kept.put(entry.key, entry.value));
        }
        assertThat(published).as(seed).isEqualTo(kept);
    }

    private static Map<String, Long> pairs(Neighbours neighbours, ToLongFunction<Neighbour> of) {
        return neighbours.getItemsList().stream()
                .filter(pair -> of.applyAsLong(pair) > 0)
                .collect(Collectors.toMap(Neighbour::getItemId, of::applyAsLong));
    }

    private static boolean isSorted(Neighbours neighbours) {
        List<Long> strengths = neighbours.getItemsList().stream()
                .map(pair -> pair.getNext() + 25 * pair.getBefore())
                .toList();
        return strengths.equals(
                strengths.stream().sorted(Comparator.reverseOrder()).toList());
    }
}
