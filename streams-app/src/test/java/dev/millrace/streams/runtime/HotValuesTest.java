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
    private final HotValues<Long> hot;

    HotValuesTest() {
        var context = new MockProcessorContext<Void, Void>();
        store.init(context.getStateStoreContext(), store);
        context.addStateStore(store);
        hot = new HotValues<>(context, "values", 3);
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
            if (random.nextInt(5) == 0) {
                var written = hot.written();
                for (int number = 0; number < 8; number++) {
                    assertThat(written.get("k" + number)).as("seed %d", seed).isEqualTo(all.get("k" + number));
                }
            }
        }
    }

    @Test
    void keepsNoMoreThanItMay() {
        for (int key = 0; key < 4; key++) {
            hot.put("k" + key, 0L);
        }
        hot.written().put("k0", 7L);
        store.put("k3", 7L);

        assertThat(hot.get("k0")).isEqualTo(7);
        assertThat(hot.get("k3")).isZero();
    }

    @Test
    void writesWhenAsMuchIsUnwrittenAsItMayKeep() {
        hot.put("a", 1L);
        hot.put("a", 2L);
        hot.put("b", 1L);
        assertThat(store.get("a")).isNull();

        hot.delete("c");
        assertThat(store.get("a")).isEqualTo(2);
        assertThat(store.get("b")).isEqualTo(1);
    }
}
