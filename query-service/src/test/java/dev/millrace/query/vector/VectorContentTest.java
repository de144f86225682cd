package dev.millrace.query.vector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.millrace.contract.id.ItemId;
import dev.millrace.contract.proto.ItemVector;
import dev.millrace.contract.topic.Topics;
import dev.millrace.query.config.VectorIndexConfig;
import dev.millrace.query.config.VectorSnapshotConfig;
import dev.millrace.query.config.VectorsConfig;
import dev.millrace.query.state.TopicReplica;
import dev.millrace.query.support.MockTopic;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Topic, replica, indexes, upkeep and snapshots together.
class VectorContentTest {
    private static final int DIMENSION = 24;
    private static final int ITEMS = 400;
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    private final long seed = Long.getLong("seed", System.nanoTime());
    private final TestVectors random = new TestVectors(seed, DIMENSION);
    private final List<Instance> instances = new ArrayList<>();

    @AfterEach
    void close() {
        instances.forEach(Instance::close);
    }

    /// What a query-service has of vectors.
    private final class Instance {
        final MockTopic topic = new MockTopic(Topics.VECTORS);
        final SimpleMeterRegistry registry = new SimpleMeterRegistry();
        final LiveVectors vectors;
        final VectorUpkeep upkeep;
        final TopicReplica replica;
        private boolean isClosed;

        Instance(VectorsConfig config) {
            vectors = new LiveVectors(config);
            upkeep = new VectorUpkeep(vectors, config, registry);
            replica = new TopicReplica(
                    "vectors",
                    Topics.VECTORS.name(),
                    TopicReplica.From.BEGINNING,
                    topic::consumer,
                    new VectorContent(vectors, upkeep),
                    registry);
            instances.add(this);
        }

        Instance start() {
            replica.start();
            upkeep.start();
            await().atMost(LIMIT).until(replica::caughtUp);
            return this;
        }

        void close() {
            if (!isClosed) {
                replica.close();
                upkeep.close();
                isClosed = true;
            }
        }

        double count(String name, String... tags) {
            return registry.counter(name, tags).count();
        }

        IndexKind kind() {
            return vectors.model("m").orElseThrow().index().kind();
        }
    }

    private VectorsConfig config(Path snapshots) {
        return config(snapshots, Duration.ofHours(1));
    }

    private static VectorsConfig config(Path snapshots, Duration interval) {
        return new VectorsConfig(
                10_000,
                4,
                10,
                0,
                100,
                interval,
                20,
                new VectorIndexConfig("flat", "int8", 200, 8, 60, 60, 0.3, 0.8),
                new VectorSnapshotConfig(snapshots.toString(), interval, List.of(), Duration.ofSeconds(5), ""));
    }

    private static byte[] value(long number, String model, float[] vector) {
        var value = ItemVector.newBuilder()
                .setItemId(ItemId.dataset(number).key())
                .setModel(model)
                .setDimension(vector.length);
        for (float component : vector) {
            value.addValues(component);
        }
        return value.build().toByteArray();
    }

    private void fill(Instance instance, float[][] vectors) {
        for (int i = 0; i < vectors.length; i++) {
            instance.topic.append("ds:" + (i + 1), value(i + 1, "m", vectors[i]));
        }
    }

    private float[][] vectors() {
        float[][] vectors = new float[ITEMS][];
        for (int i = 0; i < ITEMS; i++) {
            vectors[i] = random.next();
        }
        return vectors;
    }

    @Test
    void followsTheTopicAndBuildsAGraphOnceItHasBeenRead() {
        Instance instance = new Instance(config(folder));
        fill(instance, vectors());
        instance.start();
        assertThat(instance.vectors.isReady()).isTrue();
        await().atMost(LIMIT).until(() -> instance.kind() == IndexKind.FLAT);
        assertThat(instance.vectors.size()).isEqualTo(ITEMS);

        float[] vector = random.next();
        instance.topic.append("ds:1", value(1, "m", vector));
        instance.topic.append("ds:1001", value(1_001, "m", vector));
        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(instance.vectors.neighbours(ItemId.dataset(1)))
                        .first()
                        .extracting(Hit::id)
                        .isEqualTo(ItemId.dataset(1_001)));

        instance.topic.append("ds:1001", null);
        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(instance.vectors.neighbours(ItemId.dataset(1)))
                        .extracting(Hit::id)
                        .doesNotContain(ItemId.dataset(1_001)));
    }

    @Test
    void skipsWhatIsNoVector() {
        Instance instance = new Instance(config(folder));
        instance.topic
                .append("no item", value(1, "m", random.next()))
                .append("ds:1", new byte[] {-1, -1, -1})
                .append("ds:2", value(2, "m", new float[0]))
                .append("ds:3", value(3, "m", new float[DIMENSION]))
                .append("ds:4", value(4, "m", new float[] {Float.NaN, 1}))
                .append("ds:5", value(5, "../m", random.next()))
                .append("ds:6", value(6, "m", random.next()));
        instance.start();
        assertThat(instance.vectors.size()).isEqualTo(1);
        assertThat(instance.count("millrace.replica.unreadable", "replica", "vectors"))
                .isEqualTo(6);
    }

    @Test
    void recallIsCounted() {
        Instance instance = new Instance(config(folder, Duration.ofSeconds(1)));
        fill(instance, vectors());
        instance.start();
        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(instance.registry
                                .get("millrace.vector.recall")
                                .tag("model", "m")
                                .gauge()
                                .value())
                        .isBetween(0.8, 1.0));
        assertThat(instance.registry
                        .get("millrace.vector.items")
                        .tag("model", "m")
                        .gauge()
                        .value())
                .isEqualTo(ITEMS);
    }

    @Test
    void aRestartTakesTheSnapshotServesFromItAndFindsOutWhatIsGone() {
        float[][] vectors = vectors();
        Instance first = new Instance(config(folder));
        fill(first, vectors);
        first.start();
        await().atMost(LIMIT).until(() -> first.kind() == IndexKind.FLAT);
        first.close();

        Instance second = new Instance(config(folder));
        second.upkeep.restore();
        assertThat(second.vectors.isReady()).isTrue();
        assertThat(second.kind()).isEqualTo(IndexKind.FLAT);
        assertThat(second.vectors.size()).isEqualTo(ITEMS);
        second.close();

        Instance third = new Instance(config(folder));
        fill(third, Arrays.copyOf(vectors, ITEMS - 20)); // the last are gone, and so are their tombstones
        third.topic.append("ds:1", null);
        third.start();
        assertThat(third.vectors.size()).isEqualTo(ITEMS - 20 - 1);
        assertThat(third.kind()).isEqualTo(IndexKind.FLAT);
        assertThat(third.vectors.model("m").orElseThrow().index().used()).isEqualTo(ITEMS);
        assertThat(third.count("millrace.vector.snapshots", "outcome", "loaded"))
                .isEqualTo(1);
    }

    @Test
    void snapshotsAreWrittenFromTimeToTimeWhenSomethingHasChanged() {
        Instance instance = new Instance(config(folder, Duration.ofSeconds(1)));
        fill(instance, vectors());
        instance.start();
        await().atMost(LIMIT).until(() -> Files.exists(folder.resolve("m.vectors")));
        await().atMost(LIMIT).until(() -> instance.kind() == IndexKind.FLAT);
        instance.close();
        double written = instance.count("millrace.vector.snapshots", "outcome", "written");
        assertThat(written).isBetween(1.0, 3.0);
        assertThat(folder).isDirectoryNotContaining("glob:**.draft");
    }

    @Test
    void aDamagedSnapshotIsRefusedAndTheTopicReadInstead() throws IOException {
        float[][] vectors = vectors();
        Instance first = new Instance(config(folder));
        fill(first, vectors);
        first.start();
        first.close();
        Path file = folder.resolve("m.vectors");
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 1;
        Files.write(file, bytes, StandardOpenOption.TRUNCATE_EXISTING);

        Instance second = new Instance(config(folder));
        fill(second, vectors);
        second.start();

        assertThat(second.count("millrace.vector.snapshots", "outcome", "refused"))
                .isEqualTo(1);
        assertThat(second.vectors.size()).isEqualTo(ITEMS);
    }

    @Test
    void aFolderThatCannotBeWrittenToCostsNothingButTheSnapshot() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        Instance instance = new Instance(config(file.resolve("under")));
        fill(instance, vectors());
        instance.start();
        instance.close();
        assertThat(instance.count("millrace.vector.snapshots", "outcome", "not_written"))
                .isEqualTo(1);
    }
}
