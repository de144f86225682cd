package dev.millrace.streams.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ExpiryTest {
    private static final int ENTRIES = 2 * Expiry.AT_ONCE + 10;
    private final MockProcessorContext<Void, Void> context = new MockProcessorContext<>();
    private final KeyValueStore<String, Long> store = Stores.keyValueStoreBuilder(
                    Stores.inMemoryKeyValueStore("times"), Serdes.String(), Serdes.Long())
            .withLoggingDisabled()
            .build();

    @AfterEach
    void close() {
        store.close();
    }

    private static long entries(HotValues<Long> values) {
        List<String> keys = new ArrayList<>();
        try (var all = values.written().all()) {
            all.forEachRemaining(entry -> keys.add(entry.key));
        }
        return keys.size();
    }

    @Test
    void looksAtSomeEntriesAtATimeAndBeginsAgainBehindTheLast() {
        store.init(context.getStateStoreContext(), store);
        for (int entry = 0; entry < ENTRIES; entry++) {
            store.put("%08d".formatted(entry), entry % 2 == 0 ? 100L : 300L);
        }
        context.addStateStore(store);
        HotValues<Long> values = new HotValues<>(context, "times", 10);
        var expiry = new Expiry<>(values, time -> time, Duration.ofMillis(50), Tally.of(context, "forgotten"));

        expiry.look(150);
        assertThat(entries(values)).isEqualTo(ENTRIES);
        expiry.look(151);
        assertThat(entries(values)).isEqualTo(ENTRIES - Expiry.AT_ONCE / 2);
        expiry.look(151);
        assertThat(entries(values)).isEqualTo(ENTRIES - Expiry.AT_ONCE / 2 - 5);

        assertThat(values.get("00000000")).isEqualTo(100);
        expiry.look(151);
        assertThat(entries(values)).isEqualTo(ENTRIES - ENTRIES / 2);
        assertThat(values.get("00000000")).isNull();
    }
}
