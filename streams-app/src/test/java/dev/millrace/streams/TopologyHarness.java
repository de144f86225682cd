package dev.millrace.streams;

import com.google.protobuf.MessageLite;
import dev.millrace.contract.capture.CapturedSource;
import dev.millrace.contract.capture.SourceDatabase;
import dev.millrace.contract.capture.SourceTable;
import dev.millrace.contract.id.Actor;
import dev.millrace.contract.proto.ActorProfile;
import dev.millrace.contract.proto.CatalogueItem;
import dev.millrace.contract.proto.DeadLetter;
import dev.millrace.contract.proto.Interaction;
import dev.millrace.contract.proto.ItemStatistics;
import dev.millrace.contract.proto.Neighbours;
import dev.millrace.contract.proto.RankedItem;
import dev.millrace.contract.proto.SessionItems;
import dev.millrace.contract.proto.SourceHeartbeat;
import dev.millrace.contract.serde.ProtoSerde;
import dev.millrace.contract.store.QueryableStore;
import dev.millrace.contract.store.TimeWindow;
import dev.millrace.contract.topic.TopicSpec;
import dev.millrace.contract.topic.Topics;
import dev.millrace.streams.config.TopologySettings;
import dev.millrace.streams.config.TopologySettings.ClockMode;
import dev.millrace.streams.trending.WindowClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Pattern;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/// The real topology in Kafka's test driver, fed with raw change records as the connector writes them. One
/// partition; the wall clock stands at [#NOW] until it is moved.
public final class TopologyHarness implements AutoCloseable {
    public static final Instant NOW = Instant.parse("2026-03-10T12:00:30Z");

    private final TopologySettings settings;
    private final String description;
    private final TopologyTestDriver driver;
    private final Map<String, TestInputTopic<byte[], byte[]>> inputs = new HashMap<>();
    private final SettableClock clock = new SettableClock(NOW);
    private final Path stateFolder = newFolder();
    private long binlogOffset = 4;

    public TopologyHarness() {
        this(TestSettings.of(ClockMode.LIVE));
    }

    public TopologyHarness(TopologySettings settings) {
        this.settings = settings;
        Properties config = new Properties();
        config.put(StreamsConfig.APPLICATION_ID_CONFIG, "test");
        config.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "none:1");
        config.put(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, "true");
        config.put(StreamsConfig.STATE_DIR_CONFIG, stateFolder.toString());
        WindowClock windows = settings.clock() == ClockMode.LIVE ? new WindowClock.Live(clock) : WindowClock.replay();
        var built = RecommenderTopology.build(settings, windows, config);
        description = built.describe().toString();
        driver = new TopologyTestDriver(built, config, NOW);
    }

    /// A streamed insert, update (before and after) or delete (before).
    public void change(SourceTable table, @Nullable String before, @Nullable String after) {
        String op = before == null ? "c" : after == null ? "d" : "u";
        raw(table, envelope(op, before, after, now()));
    }

    /// A snapshot row.
    public void snapshot(SourceTable table, String row) {
        raw(table, envelope("r", null, row, now()));
    }

    /// Any bytes on a table's raw topic; null is a tombstone.
    public void raw(SourceTable table, byte @Nullable [] value) {
        CapturedSource owner = settings.sources().stream()
                .filter(source -> source.tables().contains(table))
                .findFirst()
                .orElseThrow();
        pipe(Topics.raw(owner, table), value);
    }

    /// Heartbeats of all sources of a role that cover everything until now.
    public void beat(SourceDatabase role) {
        settings.sources(role).forEach(source -> beat(source.name()));
    }

    /// A heartbeat of one source that covers everything until now.
    public void beat(String source) {
        beat(source, now());
    }

    /// A heartbeat of one source that says it covers everything until `committed`.
    public void beat(String source, Instant committed) {
        pipe(
                Topics.heartbeat(source),
                SourceHeartbeat.newBuilder()
                        .setDatabase(source)
                        .setCommitTimeUs(committed.toEpochMilli() * 1000)
                        .build()
                        .toByteArray());
    }

    /// Whether the topology reads a topic.
    public boolean reads(String topic) {
        return Pattern.compile("[\\[ ]" + Pattern.quote(topic) + "[,\\]]")
                .matcher(description)
                .find();
    }

    public void pass(Duration time) {
        clock.advance(time);
        driver.advanceWallClockTime(time);
    }

    /// The wall clock is set forward or back; nobody's timer notices.
    public void jump(Duration time) {
        clock.advance(time);
    }

    public Instant now() {
        return clock.instant();
    }

    public List<KeyValue<String, Interaction>> interactions() {
        return read(Topics.INTERACTIONS, ProtoSerde.plain(Interaction.parser()));
    }

    public List<KeyValue<String, DeadLetter>> deadLetters() {
        return read(Topics.DEAD_LETTERS, ProtoSerde.plain(DeadLetter.parser()));
    }

    public List<KeyValue<String, CatalogueItem>> catalogueChanges() {
        return read(Topics.CATALOGUE, ProtoSerde.plain(CatalogueItem.parser()));
    }

    /// The records of `item.statistics.v1` since the last call; a null value is a tombstone.
    public List<KeyValue<String, @Nullable ItemStatistics>> statisticsChanges() {
        return read(Topics.STATISTICS, ProtoSerde.plain(ItemStatistics.parser()));
    }

    /// The records of `session.items.v1` since the last call; a null value is a tombstone.
    public List<KeyValue<String, @Nullable SessionItems>> sessionChanges() {
        return read(Topics.SESSIONS, ProtoSerde.plain(SessionItems.parser()));
    }

    public ItemStatistics statistics(String item) {
        @Nullable ItemStatistics found = store(QueryableStore.STATISTICS).get(item);
        return found == null ? ItemStatistics.getDefaultInstance() : found;
    }

    /// Of a user or a visitor.
    public ActorProfile profile(String actor) {
        var store = Actor.isUser(actor) ? QueryableStore.USER_PROFILES : QueryableStore.VISITOR_PROFILES;
        @Nullable ActorProfile found = store(store).get(actor);
        return found == null ? ActorProfile.getDefaultInstance() : found;
    }

    /// How often something was left out for that reason.
    public long tally(String why) {
        return driver.metrics().entrySet().stream()
                .filter(metric -> metric.getKey().name().equals("row-total")
                        && why.equals(metric.getKey().tags().get("left-out-id")))
                .mapToLong(metric -> ((Number) metric.getValue().metricValue()).longValue())
                .sum();
    }

    public Neighbours neighbours(String item) {
        @Nullable Neighbours found = store(QueryableStore.NEIGHBOURS).get(item);
        return found == null ? Neighbours.getDefaultInstance() : found;
    }

    public List<String> trending(TimeWindow window) {
        pass(Duration.ofMillis(25));
        var list = store(QueryableStore.TRENDING).get(window.label());
        return list == null
                ? List.of()
                : list.getItemsList().stream().map(RankedItem::getItemId).toList();
    }

    public <V extends MessageLite> KeyValueStore<String, V> store(QueryableStore<V> store) {
        return driver.getKeyValueStore(store.name());
    }

    /// How many entries a store has, counted.
    public int entries(String name) {
        int entries = 0;
        try (var all = store(name).all()) {
            for (; all.hasNext(); all.next()) {
                entries++;
            }
        }
        return entries;
    }

    public <V> KeyValueStore<String, V> store(String name) {
        return driver.getKeyValueStore(name);
    }

    @Override
    public void close() {
        driver.close();
        try {
            Utils.delete(stateFolder.toFile());
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot delete " + stateFolder, failed);
        }
    }

    private static Path newFolder() {
        try {
            return Files.createTempDirectory("topology");
        } catch (IOException failed) {
            throw new UncheckedIOException("no folder for the state of a test", failed);
        }
    }

    byte[] envelope(String op, @Nullable String before, @Nullable String after, Instant commit) {
        binlogOffset += 100;
        return """
                {"before":%s,"after":%s,"source":{"ts_ms":%d,"ts_us":%d,"file":"binlog.000001","pos":%d,"row":0},"op":"%s"}\
                """.formatted(before, after, commit.toEpochMilli(), commit.toEpochMilli() * 1000, binlogOffset, op)
                .getBytes(StandardCharsets.UTF_8);
    }

    private void pipe(TopicSpec topic, byte @Nullable [] value) {
        inputs.computeIfAbsent(
                        topic.name(),
                        name -> driver.createInputTopic(name, new ByteArraySerializer(), new ByteArraySerializer()))
                .pipeInput(new byte[0], value, now());
    }

    @SuppressWarnings("NullAway") // a tombstone has no value
    private <V extends MessageLite> List<KeyValue<String, V>> read(TopicSpec topic, ProtoSerde<V> serde) {
        Deserializer<V> values = serde.deserializer();
        TestOutputTopic<String, byte[]> output =
                driver.createOutputTopic(topic.name(), new StringDeserializer(), new ByteArrayDeserializer());
        return output.readKeyValuesToList().stream()
                .map(entry -> KeyValue.pair(entry.key, values.deserialize(topic.name(), entry.value)))
                .toList();
    }
}
