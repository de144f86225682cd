package dev.millrace.stack.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.millrace.contract.proto.ItemVector;
import dev.millrace.contract.topic.Partitions;
import dev.millrace.stack.embedded.InProcessBroker;
import dev.millrace.stack.tail.RecordJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// embedding-app as a process, with the real models, on a real broker.
final class VectorsIT {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final int ITEMS = 600;

    @TempDir
    private Path folder;

    private InProcessBroker broker;
    private VectorTopics topics;

    @BeforeEach
    void open() {
        broker = InProcessBroker.start(folder.resolve("kafka"));
        topics = new VectorTopics(broker.bootstrapServers());
    }

    @AfterEach
    void close() {
        topics.close();
        broker.close();
    }

    @Test
    void vectorsFollowTheTextsOfItemsAndNothingElse() throws Exception {
        topics.put("ds:1", "2021年东部港口城市空气质量", "1.00");
        topics.put("ds:2", "Air quality of the Eastern Harbour City", "1.00");
        try (EmbeddingChild child = start("first")) {
            await().atMost(SOON)
                    .until(() -> of("ds:1").size() == 1 && of("ds:2").size() == 1);
            await().atMost(SOON).until(child::isReady);
            ItemVector chinese = vector(of("ds:1").getFirst());
            assertThat(chinese.getModel()).isEqualTo("bge-small-zh-v1.5-q");
            assertThat(chinese.getDimension()).isEqualTo(512).isEqualTo(chinese.getValuesCount());
            assertThat(chinese.getTextHash().size()).isEqualTo(16);
            assertThat(vector(of("ds:2").getFirst()).getModel()).isEqualTo("all-minilm-l6-v2-q");
            assertThat(RecordJson.line(of("ds:2").getFirst()))
                    .contains("\"message\":\"millrace.v1.ItemVector\"", "\"dimension\":384", "\"values\":[");

            topics.put("ds:1", "2021年东部港口城市空气质量", "2.00");
            awaitMarker("marker one");
            assertThat(of("ds:1")).as("another price").hasSize(1);

            topics.remove("ds:2");
            await().atMost(SOON).until(() -> of("ds:2").getLast().value() == null);
        }
        try (EmbeddingChild _ = start("second")) {
            awaitMarker("marker two");
            assertThat(of("ds:1")).as("after a restart").hasSize(1);
            assertThat(of("ds:2")).hasSize(2);
        }
    }

    @Test
    void killedAtWorkItLosesNothingAndRepeatsNothingThatIsCommitted() throws Exception {
        List<String> keys =
                IntStream.rangeClosed(1, ITEMS).mapToObj(i -> "ds:" + i).toList();
        for (String key : keys) {
            topics.put(
                    key, "records of " + key + ", raw and complete, with a time and a place for each of them", "1.00");
        }
        EmbeddingChild child = start("killed");
        await().atMost(SOON)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> topics.vectors().size() > ITEMS / 6);
        child.kill();
        int before = topics.vectors().size();
        try (EmbeddingChild _ = start("again")) {
            await().atMost(SOON).until(() -> topics.vectors().size() >= ITEMS);
            awaitMarker("marker");
        }
        Map<String, Long> written =
                topics.vectors().stream().collect(Collectors.groupingBy(VectorsIT::key, Collectors.counting()));
        assertThat(before).as("vectors at the moment of the kill").isLessThan(ITEMS);
        assertThat(written).containsKeys(keys.toArray(String[]::new));
        assertThat(written.values()).as("records of each item").containsOnly(1L);
    }

    @Test
    void twoInstancesShareTheWorkAndHandItOver() throws Exception {
        try (EmbeddingChild one = start("one");
                EmbeddingChild two = start("two")) {
            await().atMost(SOON).until(() -> one.isReady() && two.isReady());
            List<String> keys =
                    IntStream.rangeClosed(1, 200).mapToObj(i -> "ds:" + i).toList();
            keys.subList(0, 100).forEach(key -> topics.put(key, "before " + key, "1.00"));
            await().atMost(SOON).until(() -> topics.vectors().size() >= 50);
            one.kill();
            keys.subList(100, 200).forEach(key -> topics.put(key, "after " + key, "1.00"));
            await().atMost(SOON).until(() -> topics.vectors().size() >= 200);
            assertThat(topics.vectors().stream().map(VectorsIT::key)).containsExactlyInAnyOrderElementsOf(keys);
        }
    }

    private EmbeddingChild start(String name) throws IOException {
        return EmbeddingChild.start(folder, name, broker.bootstrapServers());
    }

    /// What was put before into the partition of `ds:1` has been looked at when this returns: a text that is newer
    /// by one is embedded behind it or with it.
    private void awaitMarker(String text) {
        String key = IntStream.range(10_000, 20_000)
                .mapToObj(i -> "ds:" + i)
                .filter(one -> Partitions.of(one) == Partitions.of("ds:1"))
                .findFirst()
                .orElseThrow();
        int known = of(key).size();
        topics.put(key, text, "1.00");
        await().atMost(SOON).until(() -> of(key).size() > known);
    }

    private List<ConsumerRecord<byte[], byte[]>> of(String key) {
        return topics.vectors().stream().filter(sent -> key(sent).equals(key)).toList();
    }

    private static String key(ConsumerRecord<byte[], byte[]> sent) {
        return new String(sent.key(), StandardCharsets.UTF_8);
    }

    private static ItemVector vector(ConsumerRecord<byte[], byte[]> sent) throws InvalidProtocolBufferException {
        return ItemVector.parseFrom(sent.value());
    }
}
