package dev.millrace.stack.streams;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.contract.id.Actor;
import dev.millrace.contract.id.ItemId;
import dev.millrace.contract.id.SessionId;
import dev.millrace.contract.proto.ActorProfile;
import dev.millrace.contract.proto.Effect;
import dev.millrace.contract.proto.Interaction;
import dev.millrace.contract.proto.InteractionKind;
import dev.millrace.contract.proto.ItemStatistics;
import dev.millrace.contract.proto.ProfileEntry;
import dev.millrace.contract.proto.RankedItems;
import dev.millrace.contract.proto.SessionItems;
import dev.millrace.contract.serde.ProtoSerde;
import dev.millrace.contract.store.QueryableStore;
import dev.millrace.contract.store.TimeWindow;
import dev.millrace.contract.store.WindowSums;
import dev.millrace.contract.topic.Topics;
import dev.millrace.query.state.Lookup;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// kill -9 of streams-app in the middle of a seeded shop's changes: afterwards statistics, trending, profiles,
/// sessions and what was published equal a recompute from the final rows. One seed; more with `-Dseeds=N`, one again
/// with `-Dseed=N`.
final class StreamsKillIT {
    private static final int KILLS = 2;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    static Stream<Long> seeds() {
        long first = Long.getLong("seed", 1L);
        return Stream.iterate(first, seed -> seed + 1).limit(Integer.getInteger("seeds", 1));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    @Timeout(value = 5, unit = java.util.concurrent.TimeUnit.MINUTES)
    void stateAndTopicsEqualARecomputeOfTheFinalRows(long seed, @TempDir Path folder) throws Exception {
        SeededShop shop = new SeededShop(seed, System.currentTimeMillis());
        try (StreamsCluster cluster = new StreamsCluster(folder, "standbys: 0");
                RawFeed feed = new RawFeed(cluster.brokers())) {
            cluster.start("a");
            cluster.awaitRoutes(StreamsCluster.owned(0));
            send(shop.steps(), feed, cluster, new Random(seed));
            cluster.awaitRoutes(StreamsCluster.owned(0));
            try (StateClient state = new StateClient(cluster.hosts())) {
                Awaitility.await().atMost(PATIENCE).untilAsserted(() -> {
                    feed.beat();
                    assertThat(statistics(state)).as("seed %d", seed).isEqualTo(expectedStatistics(shop));
                });
                Awaitility.await()
                        .atMost(PATIENCE)
                        .untilAsserted(() ->
                                assertThat(profiles(state)).as("seed %d", seed).isEqualTo(expectedProfiles(shop)));
                assertThat(published(cluster.brokers())).as("seed %d", seed).isEqualTo(expectedPublished(shop));
                Awaitility.await()
                        .atMost(PATIENCE)
                        .untilAsserted(() -> assertThat(publishedStatistics(cluster.brokers()))
                                .as("published, seed %d", seed)
                                .isEqualTo(expectedStatistics(shop)));
                Awaitility.await()
                        .atMost(PATIENCE)
                        .untilAsserted(() -> assertThat(publishedSessions(cluster.brokers()))
                                .as("sessions, seed %d", seed)
                                .isEqualTo(shop.sessions()));
                assertThat(trending(state)).as("trending, seed %d", seed).isEqualTo(expectedTrending(state));
            }
        }
    }

    private static void send(List<SeededShop.Step> steps, RawFeed feed, StreamsCluster cluster, Random random)
            throws InterruptedException {
        List<Integer> kills = random.ints(KILLS, steps.size() / 10, steps.size())
                .sorted()
                .boxed()
                .toList();
        long publishedBefore = 0;
        for (int i = 0; i < steps.size(); i++) {
            steps.get(i).send(feed);
            if (kills.contains(i)) {
                long before = publishedBefore;
                feed.beat();
                Awaitility.await()
                        .atMost(PATIENCE)
                        .until(
                                () -> TopicContents.records(cluster.brokers(), Topics.INTERACTIONS),
                                now -> now > before);
                cluster.kill("a");
                cluster.start("a");
                publishedBefore = TopicContents.records(cluster.brokers(), Topics.INTERACTIONS);
            }
        }
        feed.flush();
    }

    private static Map<Long, String> statistics(StateClient state) {
        Map<Long, String> all = new TreeMap<>();
        for (long item = 1; item <= SeededShop.ITEMS; item++) {
            all.put(item, row(ofItem(state, item)));
        }
        return all;
    }

    private static ItemStatistics ofItem(StateClient state, long item) {
        return state.read(Lookup.of(QueryableStore.STATISTICS, ItemId.dataset(item)))
                .value()
                .orElse(ItemStatistics.getDefaultInstance());
    }

    private static String row(ItemStatistics found) {
        var ever = found.getEver();
        var week = WindowSums.of(found, TimeWindow.WEEK, System.currentTimeMillis());
        return row(
                ever.getOrders(),
                ever.getViews(),
                ever.getCarts(),
                ever.getRevenueCents(),
                found.getBuyers(),
                week.getOrders() + week.getViews() + week.getCarts());
    }

    /// The newest record of each item.
    private static Map<Long, String> publishedStatistics(String brokers) {
        ProtoSerde<ItemStatistics> serde = ProtoSerde.plain(ItemStatistics.parser());
        Map<Long, String> all = new TreeMap<>();
        for (long item = 1; item <= SeededShop.ITEMS; item++) {
            all.put(item, row(ItemStatistics.getDefaultInstance()));
        }
        TopicContents.each(brokers, Topics.STATISTICS, record -> {
            byte @Nullable [] value = record.value();
            all.put(
                    Long.parseLong(new String(record.key(), StandardCharsets.UTF_8).substring("ds:".length())),
                    row(value == null ? ItemStatistics.getDefaultInstance() : serde.fromBytes(value)));
        });
        return all;
    }

    /// What every partition lists, with the score.
    private static Map<String, Long> trending(StateClient state) {
        Map<String, Long> all = new TreeMap<>();
        for (int partition = 0; partition < Topics.PARTITIONS; partition++) {
            state.read(new Lookup<>(QueryableStore.TRENDING, partition, TimeWindow.WEEK.label()))
                    .value()
                    .orElse(RankedItems.getDefaultInstance())
                    .getItemsList()
                    .forEach(item -> all.put(item.getItemId(), item.getScoreMicros()));
        }
        return all;
    }

    /// The same from the statistics, which equal the recompute.
    private static Map<String, Long> expectedTrending(StateClient state) {
        Map<String, Long> all = new TreeMap<>();
        for (long item = 1; item <= SeededShop.ITEMS; item++) {
            long score = WindowSums.of(ofItem(state, item), TimeWindow.WEEK, System.currentTimeMillis())
                    .getScoreMicros();
            if (score > 0) {
                all.put(ItemId.dataset(item).key(), score);
            }
        }
        return all;
    }

    private static Map<Long, String> expectedStatistics(SeededShop shop) {
        Map<Long, String> all = new TreeMap<>();
        for (long item = 1; item <= SeededShop.ITEMS; item++) {
            long number = item;
            List<SeededShop.Interaction> ours = shop.standing().stream()
                    .filter(each -> each.item() == number)
                    .toList();
            all.put(
                    item,
                    row(
                            count(ours, InteractionKind.ORDER),
                            count(ours, InteractionKind.VIEW),
                            count(ours, InteractionKind.CART),
                            ours.stream()
                                    .mapToLong(SeededShop.Interaction::cents)
                                    .sum(),
                            shop.buyers(item),
                            ours.size()));
        }
        return all;
    }

    private static String row(long orders, long views, long carts, long cents, long buyers, long week) {
        return "orders %d, views %d, carts %d, cents %d, buyers %d, in the week %d"
                .formatted(orders, views, carts, cents, buyers, week);
    }

    private static long count(List<SeededShop.Interaction> interactions, InteractionKind kind) {
        return interactions.stream().filter(each -> each.kind() == kind).count();
    }

    private static Map<Long, List<String>> profiles(StateClient state) {
        Map<Long, List<String>> all = new TreeMap<>();
        for (long user = 1; user <= SeededShop.USERS; user++) {
            ActorProfile found = state.read(Lookup.of(QueryableStore.USER_PROFILES, new Actor.User(user)))
                    .value()
                    .orElse(ActorProfile.getDefaultInstance());
            all.put(
                    user,
                    Stream.concat(found.getOrdersList().stream(), found.getActionsList().stream())
                            .map(StreamsKillIT::entry)
                            .sorted()
                            .toList());
        }
        return all;
    }

    private static Map<Long, List<String>> expectedProfiles(SeededShop shop) {
        Map<Long, List<String>> all = new TreeMap<>();
        for (long user = 1; user <= SeededShop.USERS; user++) {
            long number = user;
            all.put(
                    user,
                    shop.standing().stream()
                            .filter(each -> each.user() == number)
                            .map(each -> entry(each.kind(), each.item(), each.timeMs(), each.cents(), each.number()))
                            .sorted()
                            .toList());
        }
        return all;
    }

    private static String entry(ProfileEntry entry) {
        boolean hashed = entry.getKind() == InteractionKind.CART;
        return entry(
                entry.getKind(),
                entry.getItem() / 2,
                entry.getTimeMs(),
                entry.getRevenueCents(),
                hashed ? -1 : entry.getNumber());
    }

    private static String entry(InteractionKind kind, long item, long timeMs, long cents, long number) {
        return "%s of ds:%d at %d, %d cents, %d".formatted(kind, item, timeMs, cents, number);
    }

    /// Interaction → how often it stands, by what was published: 1, or it is left out.
    private static Map<String, Integer> published(String brokers) {
        ProtoSerde<Interaction> serde = ProtoSerde.plain(Interaction.parser());
        Map<String, Integer> sums = new HashMap<>();
        TopicContents.each(brokers, Topics.INTERACTIONS, record -> {
            Interaction one = serde.fromBytes(record.value());
            sums.merge(one.getInteractionId(), one.getEffect() == Effect.ADD ? 1 : -1, Integer::sum);
        });
        sums.values().removeIf(sum -> sum == 0);
        return new TreeMap<>(sums);
    }

    private static Map<String, Integer> expectedPublished(SeededShop shop) {
        Map<String, Integer> sums = new TreeMap<>();
        shop.standing().forEach(each -> sums.merge(each.id(), 1, Integer::sum));
        return sums;
    }

    /// Visit → item → when it was taken last, in the newest record of each visit.
    private static Map<Long, Map<String, Long>> publishedSessions(String brokers) {
        ProtoSerde<SessionItems> serde = ProtoSerde.plain(SessionItems.parser());
        Map<Long, Map<String, Long>> all = new TreeMap<>();
        TopicContents.each(brokers, Topics.SESSIONS, record -> {
            String key = new String(record.key(), StandardCharsets.UTF_8);
            SessionId.visit(key).ifPresent(visit -> {
                byte @Nullable [] value = record.value();
                Map<String, Long> items = new TreeMap<>();
                if (value != null) {
                    serde.fromBytes(value)
                            .getItemsList()
                            .forEach(item -> items.put(item.getItemId(), item.getTimeMs()));
                }
                all.put(visit, items);
            });
        });
        all.values().removeIf(Map::isEmpty);
        return all;
    }
}
