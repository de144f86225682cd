package dev.millrace.stack.cdc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.contract.capture.CapturedSource;
import dev.millrace.contract.capture.SourceDatabase;
import dev.millrace.contract.proto.Effect;
import dev.millrace.contract.proto.Interaction;
import dev.millrace.contract.serde.ProtoSerde;
import dev.millrace.contract.topic.Topics;
import dev.millrace.stack.embedded.InProcessBroker;
import dev.millrace.streams.RecommenderTopology;
import dev.millrace.streams.config.TopologySettings;
import dev.millrace.streams.config.TopologySettings.Bounds;
import dev.millrace.streams.config.TopologySettings.ClockMode;
import dev.millrace.streams.config.TopologySettings.Exclusions;
import dev.millrace.streams.config.TopologySettings.TrendingFilter;
import dev.millrace.streams.config.TopologySettings.Weights;
import dev.millrace.streams.trending.WindowClock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TopologyTestDriver;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `order_tab` becomes `task` and `order_tab` again while orders are written, paid, cancelled and deleted under
/// whichever name exists: every change arrives once, and the topology counts each order as it is in the end.
final class RenameUnderLoadIT {
    private static final long SEED = Long.getLong("seed", 20_261_125L);
    private static final String ORDERS = "business.dianshu_backend.order_tab";
    private static final String TASKS = "business.dianshu_backend.task";
    private static final int NO_SUCH_TABLE = 1146;
    private static final int NEW_ORDERS = 150;

    @Test
    void nothingIsLostAndOneStateOfOrdersComesOut(@TempDir Path folder) throws Exception {
        try (SourceServer source = SourceServer.start(folder.resolve("mysql"), "+00:00");
                InProcessBroker broker = InProcessBroker.start(folder.resolve("kafka"));
                var _ = RunningConnector.start(
                                broker.bootstrapServers(),
                                source.config(SourceDatabase.BUSINESS, Duration.ofMillis(200)))
                        .awaitReady()) {
            int changes = changeUnderRenames(source);
            TopicReader reader = new TopicReader(broker.bootstrapServers());
            reader.await("business.dianshu_backend.api_order", records -> !records.isEmpty());
            List<ConsumerRecord<String, String>> records = new ArrayList<>(reader.all(ORDERS));
            int underFirstName = records.size();
            records.addAll(reader.all(TASKS));

            assertThat(underFirstName)
                    .as("seed %d: both names were used", SEED)
                    .isPositive()
                    .isLessThan(records.size());
            assertThat(records.stream().filter(change -> change.value() != null))
                    .as("seed %d: every statement once", SEED)
                    .hasSize(changes);
            assertThat(tombstones(records, ORDERS))
                    .as("seed %d: a deleted order is forgotten under both names", SEED)
                    .isNotEmpty()
                    .isEqualTo(tombstones(records, TASKS));
            assertThat(partitions(broker.bootstrapServers())).containsOnly(Topics.PARTITIONS);
            assertThat(counted(folder, records))
                    .as("seed %d: paid orders", SEED)
                    .isEqualTo(paidOrders(source));
        }
    }

    private static Set<String> tombstones(List<ConsumerRecord<String, String>> records, String topic) {
        Set<String> keys = new TreeSet<>();
        records.stream()
                .filter(change -> change.value() == null && change.topic().equals(topic))
                .forEach(change -> keys.add(change.key()));
        return keys;
    }

    /// Number of statements that changed a row.
    private static int changeUnderRenames(SourceServer source) throws Exception {
        FutureTask<Integer> writer = new FutureTask<>(() -> write(source));
        Thread thread = Thread.ofPlatform().name("writer").start(writer);
        String[] names = {"order_tab", "task"};
        int renames = 0;
        while (thread.isAlive() || renames % 2 == 1 || renames < 4) {
            source.execute(
                    SourceDatabase.BUSINESS,
                    "RENAME TABLE %s TO %s".formatted(names[renames % 2], names[(renames + 1) % 2]));
            renames++;
        }
        source.execute(
                SourceDatabase.BUSINESS,
                "RENAME TABLE order_tab TO task",
                "INSERT INTO api_order (api_id, creator_id) VALUES (1, 1)");
        try {
            return writer.get();
        } catch (ExecutionException e) {
            throw new AssertionError("seed " + SEED + ": the writer failed", e.getCause());
        }
    }

    private static int write(SourceServer source) throws SQLException {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(SEED);
        int changes = 0;
        try (Connection shop =
                        source.mysql().connect("dianshu_backend", source.mysql().application());
                Statement statement = shop.createStatement()) {
            for (int id = 1; id <= NEW_ORDERS; id++) {
                changes += onEither(
                        statement,
                        ("INSERT INTO %%s (id, dataset_id, create_user, price, pay_status)"
                                        + " VALUES (%d, %d, 9, 2.50, %d)")
                                .formatted(id, random.nextInt(1, 20), random.nextInt(2)));
                int earlier = random.nextInt(1, id + 1);
                changes += switch (random.nextInt(4)) {
                    case 0 -> onEither(statement, "DELETE FROM %s WHERE id = " + earlier);
                    case 1 -> onEither(statement, "UPDATE %s SET pay_status = 1 - pay_status WHERE id = " + earlier);
                    default -> 0;
                };
            }
        }
        return changes;
    }

    /// Runs a statement on the name that exists; returns the number of changed rows.
    private static int onEither(Statement statement, String sql) throws SQLException {
        while (true) {
            for (String name : List.of("order_tab", "task")) {
                try {
                    return statement.executeUpdate(sql.formatted(name));
                } catch (SQLException e) {
                    if (e.getErrorCode() != NO_SUCH_TABLE) {
                        throw e;
                    }
                }
            }
        }
    }

    private static Set<Integer> partitions(String brokers) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", brokers))) {
            Set<Integer> counts = new TreeSet<>();
            admin.describeTopics(List.of(ORDERS, TASKS))
                    .allTopicNames()
                    .get()
                    .values()
                    .forEach(topic -> counts.add(topic.partitions().size()));
            return counts;
        }
    }

    private static Set<String> paidOrders(SourceServer source) throws SQLException {
        Set<String> paid = new TreeSet<>();
        try (Connection shop =
                        source.mysql().connect("dianshu_backend", source.mysql().application());
                Statement statement = shop.createStatement();
                var rows = statement.executeQuery("SELECT id FROM task WHERE pay_status = 1")) {
            while (rows.next()) {
                paid.add("order:" + rows.getLong(1));
            }
        }
        return paid;
    }

    /// The orders that the real topology counts once it has read the records in the order of their commits.
    private static Set<String> counted(Path folder, List<ConsumerRecord<String, String>> records) {
        records.sort(Comparator.comparingLong(RenameUnderLoadIT::binlogOrder));
        Properties config = new Properties();
        config.put(StreamsConfig.APPLICATION_ID_CONFIG, "rename");
        config.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "none:1");
        config.put(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, "true");
        config.put(StreamsConfig.STATE_DIR_CONFIG, folder.resolve("streams").toString());
        Map<String, Integer> sums = new HashMap<>();
        try (TopologyTestDriver driver = new TopologyTestDriver(
                RecommenderTopology.build(settings(), WindowClock.replay(), config), config, Instant.now())) {
            for (ConsumerRecord<String, String> change : records) {
                driver.createInputTopic(change.topic(), new ByteArraySerializer(), new ByteArraySerializer())
                        .pipeInput(bytes(change.key()), bytes(change.value()), change.timestamp());
            }
            driver.createOutputTopic(
                            Topics.INTERACTIONS.name(),
                            new StringDeserializer(),
                            ProtoSerde.plain(Interaction.parser()).deserializer())
                    .readValuesToList()
                    .forEach(interaction -> sums.merge(
                            interaction.getInteractionId(),
                            interaction.getEffect() == Effect.ADD ? 1 : -1,
                            Integer::sum));
        }
        assertThat(sums.values()).as("an order is counted once or not at all").isSubsetOf(0, 1);
        sums.values().removeIf(sum -> sum == 0);
        return new TreeSet<>(sums.keySet());
    }

    private static long binlogOrder(ConsumerRecord<String, String> change) {
        return change.value() == null
                ? Long.MAX_VALUE
                : RowImages.json(change.value()).path("source").path("pos").asLong();
    }

    @SuppressWarnings("NullAway") // a tombstone has none
    private static byte[] bytes(String text) {
        return text == null ? null : text.getBytes(StandardCharsets.UTF_8);
    }

    private static TopologySettings settings() {
        return new TopologySettings(
                1,
                List.of(
                        CapturedSource.whole(SourceDatabase.BUSINESS, "dianshu_backend", ""),
                        CapturedSource.whole(SourceDatabase.MATOMO, "matomo", "matomo_")),
                Set.of(),
                ClockMode.REPLAY,
                Set.of(1, 5),
                Set.of(1),
                Set.of(),
                false,
                TrendingFilter.OFF,
                new Exclusions(Set.of(), Set.of(), 1_000),
                new Weights(1, 0.8, 0.1, 0.2, 0.3),
                new Bounds(
                        100,
                        200,
                        10_000,
                        30,
                        100,
                        2_000,
                        20_000,
                        1000,
                        Duration.ofMinutes(10),
                        20,
                        20,
                        2,
                        4,
                        Duration.ofDays(30),
                        100,
                        Duration.ofDays(730),
                        100,
                        5,
                        1_000,
                        20));
    }
}
