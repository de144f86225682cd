package dev.millrace.embedding.vector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.embedding.support.CountingEmbedder;
import dev.millrace.embedding.support.TopicsInMemory;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.apache.kafka.common.KafkaException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Changes, deletes and kills at any moment, before and after a commit: in the end each item has the vector of its text
/// and nothing else has one.
class VectorsPropertyTest {
    private static final int ITEMS = 60;
    private static final int ROUNDS = 40;

    static LongStream seeds() {
        return LongStream.rangeClosed(Long.getLong("seed", 1), Long.getLong("seed", 1) + 19);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void theVectorsAreThoseOfTheCatalogue(long seed) {
        Random random = new Random(seed);
        TopicsInMemory topics = new TopicsInMemory();
        CountingEmbedder embedder = new CountingEmbedder();
        Map<String, String> catalogue = new HashMap<>();
        int kills = 0;
        for (int round = 0; round < ROUNDS; round++) {
            if (random.nextBoolean()) {
                topics.killAfter(random.nextInt(3), random.nextBoolean());
            }
            try (Flow flow = new Flow(topics, embedder, 5 + random.nextInt(20), 128)) {
                for (int step = random.nextInt(12); step > 0; step--) {
                    change(topics, catalogue, random);
                    if (random.nextBoolean()) {
                        flow.read();
                    } else {
                        flow.embed();
                    }
                }
            } catch (KafkaException e) {
                kills++;
            }
            topics.revive();
        }
        try (Flow flow = new Flow(topics, embedder)) {
            flow.run();
        }
        Map<String, Fingerprint> expected = catalogue.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        item -> Fingerprint.of(Flow.MODELS.of(item.getValue()), 128, item.getValue())));
        Map<String, Fingerprint> found = topics.vectors().entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, item -> Fingerprint.of(item.getValue())));
        assertThat(found).as("seed %d, %d kills", seed, kills).isEqualTo(expected);
    }

    private static void change(TopicsInMemory topics, Map<String, String> catalogue, Random random) {
        for (int i = random.nextInt(30); i > 0; i--) {
            String key = "ds:" + (1 + random.nextInt(ITEMS));
            if (random.nextInt(4) == 0) {
                topics.remove(key);
                catalogue.remove(key);
            } else {
                String text = (random.nextBoolean() ? "text " : "文字 ") + random.nextInt(5);
                topics.put(key, text);
                catalogue.put(key, text);
            }
        }
    }
}
