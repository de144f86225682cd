package dev.millrace.cdc.publish;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class KeyOffsetsTest {
    private final KeyOffsets offsets = new KeyOffsets();

    @Test
    void keys_that_are_one_number_and_keys_that_are_not_are_told_apart() {
        List<String> keys = List.of(
                "{\"id\":0}",
                "{\"id\":1}",
                "{\"id\":-1}",
                "{\"id\":999999999999999999}",
                "{\"id\":18446744073709551615}",
                "{\"a\":1,\"id\":1}",
                "{\"id\":\"1\"}",
                "{\"id\":1.5}",
                "\"1\"");

        for (int i = 0; i < keys.size(); i++) {
            offsets.put(bytes(keys.get(i)), i);
        }

        assertThat(offsets.size()).isEqualTo(keys.size());
        for (int i = 0; i < keys.size(); i++) {
            assertThat(offsets.get(bytes(keys.get(i)))).as(keys.get(i)).hasValue(i);
        }
    }

    @Test
    void a_removed_key_is_gone_until_it_is_put_again() {
        offsets.put(bytes("{\"id\":7}"), 3);
        offsets.remove(bytes("{\"id\":7}"));
        offsets.remove(bytes("{\"id\":8}"));

        assertThat(offsets.isEmpty()).isTrue();
        assertThat(offsets.get(bytes("{\"id\":7}"))).isEmpty();

        offsets.put(bytes("{\"id\":7}"), 4);
        assertThat(offsets.get(bytes("{\"id\":7}"))).hasValue(4);
    }

    @Test
    void it_answers_as_a_map_does() {
        long seed = Long.getLong("seed", System.nanoTime());
        Random random = new Random(seed);
        Map<String, Long> expected = new HashMap<>();
        for (int step = 0; step < 60_000; step++) {
            String key = "{\"id\":" + random.nextInt(20_000) * 3L + "}";
            if (random.nextInt(5) < 2) {
                offsets.remove(bytes(key));
                expected.remove(key);
            } else {
                offsets.put(bytes(key), step);
                expected.put(key, (long) step);
            }
            if (step % 20_000 == 0) {
                offsets.trim();
            }
        }

        assertThat(offsets.size()).as("seed " + seed).isEqualTo(expected.size());
        for (int id = 0; id < 60_000; id++) {
            String key = "{\"id\":" + id + "}";
            Long offset = expected.get(key);
            assertThat(offsets.get(bytes(key)).orElse(-1))
                    .as("seed " + seed + " key " + key)
                    .isEqualTo(offset == null ? -1 : offset);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
