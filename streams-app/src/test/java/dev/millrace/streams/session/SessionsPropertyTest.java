package dev.millrace.streams.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.contract.proto.Effect;
import dev.millrace.contract.proto.Hop;
import dev.millrace.contract.proto.Interaction;
import dev.millrace.contract.proto.SessionItem;
import dev.millrace.contract.proto.SessionItems;
import dev.millrace.contract.serde.ProtoSerde;
import dev.millrace.contract.topic.Topics;
import dev.millrace.streams.TestSettings;
import dev.millrace.streams.config.TopologySettings;
import dev.millrace.streams.config.TopologySettings.ClockMode;
import dev.millrace.streams.interaction.Interactions;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import java.util.TreeMap;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.kstream.Consumed;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.io.TempDir;

/// What is left of the topic once it is compacted equals a fold over the interactions: in every order while no
/// bound is met, and in the order of the log when bounds are. Replay a failure with `-Dseed=`.
class SessionsPropertyTest {
    private static final ProtoSerde<Hop> HOPS = ProtoSerde.versioned(Hop.parser(), 1);
    private static final Instant NOW = Instant.parse("2026-03-10T12:00:00Z");
    private static final int ROOM = 1_000;

    @TempDir
    private Path folder;

    @RepeatedTest(20)
    void withinTheBoundsEveryOrderComesToTheSame() {
        long seed = Long.getLong("seed", System.nanoTime());
        Random random = new Random(seed);
        List<Interaction> all = new ArrayList<>();
        Map<Long, List<Interaction>> standing = new TreeMap<>();
        for (int id = 1; id <= 120; id++) {
            Interaction added = interaction(random, id);
            all.add(added);
            if (random.nextInt(3) > 0) {
                standing.computeIfAbsent(added.getVisit(), _ -> new ArrayList<>())
                        .add(added);
            }
        }
        List<Interaction> kept =
                standing.values().stream().flatMap(List::stream).toList();
        List<Interaction> log = new ArrayList<>(all);
        Collections.shuffle(log, random);
        all.stream()
                .filter(added -> !kept.contains(added))
                .forEach(added -> insertBehind(log, added, retracted(added), random));
        kept.stream()
                .filter(_ -> random.nextInt(4) == 0)
                .forEach(added -> insertBehind(log, added, added, random)); // told twice

        Map<Long, List<String>> expected = new TreeMap<>();
        standing.forEach((visit, interactions) -> expected.put(visit, items(interactions)));
        assertThat(published(log, random, ROOM, ROOM)).as("seed %d", seed).isEqualTo(expected);
    }

    @RepeatedTest(20)
    void beyondTheBoundsItFollowsFromTheLog() {
        long seed = Long.getLong("seed", System.nanoTime());
        Random random = new Random(seed);
        List<Interaction> log = new ArrayList<>();
        for (int step = 0; step < 400; step++) {
            log.add(
                    step > 0 && random.nextInt(3) == 0
                            ? retracted(log.get(random.nextInt(step)))
                            : interaction(random, step));
        }
        assertThat(published(log, random, 4, 3)).as("seed %d", seed).isEqualTo(fold(log, 4, 3));
    }

    private static Interaction interaction(Random random, int id) {
        return Interaction.newBuilder()
                .setInteractionId("action:" + id)
                .setVisit(1 + random.nextInt(9))
                .setItemId("ds:" + (1 + random.nextInt(6)))
                .setEffect(Effect.ADD)
                .setEventTimeMs(NOW.toEpochMilli() - random.nextInt(50))
                .build();
    }

    private static Interaction retracted(Interaction added) {
        return added.toBuilder().setEffect(Effect.RETRACT).build();
    }

    private static void insertBehind(List<Interaction> log, Interaction added, Interaction next, Random random) {
        int place = log.indexOf(added) + 1;
        log.add(place + random.nextInt(log.size() - place + 1), next);
    }

    private static final Comparator<Interaction> OLDEST_FIRST =
            Comparator.comparingLong(Interaction::getEventTimeMs).thenComparing(Interaction::getInteractionId);

    private static List<String> items(List<Interaction> standing) {
        var items = new LinkedHashSet<String>();
        standing.stream().sorted(OLDEST_FIRST.reversed()).forEach(each -> items.add(each.getItemId()));
        return new ArrayList<>(items).reversed();
    }

    private static Map<Long, List<String>> fold(List<Interaction> log, int sessions, int length) {
        Map<Long, List<Interaction>> visits = new HashMap<>();
        for (Interaction each : log) {
            List<Interaction> visit = visits.computeIfAbsent(each.getVisit(), _ -> new ArrayList<>());
            visit.removeIf(other -> other.getInteractionId().equals(each.getInteractionId()));
            if (Interactions.sign(each) > 0) {
                visit.add(each);
                visit.sort(OLDEST_FIRST);
                if (visit.size() > length) {
                    visit.removeFirst();
                }
            }
            visits.values().removeIf(List::isEmpty);
            while (visits.size() > sessions) {
                visits.remove(visits.entrySet().stream()
                        .min(Comparator.<Map.Entry<Long, List<Interaction>>>comparingLong(
                                        entry -> entry.getValue().getLast().getEventTimeMs())
                                .thenComparing(Map.Entry::getKey))
                        .orElseThrow()
                        .getKey());
            }
        }
        Map<Long, List<String>> items = new TreeMap<>();
        visits.forEach((visit, standing) -> items.put(visit, items(standing)));
        return items;
    }

    private Map<Long, List<String>> published(List<Interaction> log, Random random, int sessions, int length) {
        TopologySettings settings = TestSettings.withSessions(TestSettings.of(ClockMode.LIVE), sessions, length);
        Properties config = new Properties();
        config.put(StreamsConfig.APPLICATION_ID_CONFIG, "sessions");
        config.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "none:1");
        config.put(StreamsConfig.STATE_DIR_CONFIG, folder.toString());
        StreamsBuilder builder = new StreamsBuilder();
        Sessions.addTo(builder.stream("behaviour", Consumed.with(Serdes.String(), HOPS)), settings);
        Map<Long, List<String>> compacted = new TreeMap<>();
        try (TopologyTestDriver driver = new TopologyTestDriver(builder.build(), config, NOW)) {
            var input = driver.createInputTopic("behaviour", new StringSerializer(), HOPS.serializer());
            driver.advanceWallClockTime(Duration.ofMillis(50)); // the store has been looked through
            for (Interaction each : log) {
                input.pipeInput(each.getItemId(), Interactions.hop(each));
                if (random.nextInt(4) == 0) {
                    driver.advanceWallClockTime(Duration.ofMillis(random.nextInt(700)));
                }
            }
            driver.advanceWallClockTime(Duration.ofSeconds(1));
            driver.createOutputTopic(
                            Topics.SESSIONS.name(),
                            new StringDeserializer(),
                            ProtoSerde.plain(SessionItems.parser()).deserializer())
                    .readKeyValuesToList()
                    .forEach(change -> {
                        long visit = Long.parseLong(change.key.substring(2));
                        if (change.value == null) {
                            compacted.remove(visit);
                        } else {
                            compacted.put(
                                    visit,
                                    change.value.getItemsList().stream()
                                            .map(SessionItem::getItemId)
                                            .toList());
                        }
                    });
        }
        return compacted;
    }
}
