package dev.millrace.streams.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class HotValuesTest {
    private final KeyValueStore<String, Long> store = Stores.keyValueStoreBuilder(
                    Stores.inMemoryKeyValueStore("values"), Serdes.String(), Serdes.Long())
            .withLoggingDisabled()
            .build();
    private final HotValues<Long> hot = new HotValues<>(store, 3);

    HotValuesTest() {
        store.init(new MockProcessorContext<>().getStateStoreContext(), store);
    }

    @AfterEach
    void close() {
        store.close();
    }

    /// Replay a failure with `-Dseed=`.
    @RepeatedTest(10)
    void saysWhatAMapSaysAndSoDoesTheStore() {
        long seed = Long.getLong("seed", System.nanoTime());
        Random random = new Random(seed);
        Map<String, Long> all = new HashMap<>();
        for (long step = 0; step < 2_000; step++) {
            String key = "k" + random.nextInt(8);
            switch (random.nextInt(4)) {
                case 0 -> {
                    hot.delete(key);
                    all.remove(key);
                }
                case 1 -> {
                    hot.put(key, step);
                    all.put(key, step);
                }
                default -> assertThat(hot.get(key)).as("seed %d", seed).isEqualTo(all.get(key));
            }
            assertThat(store.get(key)).as("seed %d", seed).isEqualTo(all.get(key));
        }
    }

    @Test
    void keepsNoMoreThanItMay() {
        for (int key = 0; key < 4; key++) {
            hot.put("k" + key, 0L);
        }
        store.put("k0", 7L);
        store.put("k3", 7L);

        assertThat(hot.get("k0")).isEqualTo(7);
        assertThat(hot.get("k3")).isZero();
    }
}
