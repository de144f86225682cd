package dev.millrace.streams.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PublicationsTest {
    private final KeyValueStore<String, Long> store = Stores.keyValueStoreBuilder(
                    Stores.inMemoryKeyValueStore("unpublished"), Serdes.String(), Serdes.Long())
            .withLoggingDisabled()
            .build();
    private final List<String> published = new ArrayList<>();

    PublicationsTest() {
        store.init(new MockProcessorContext<Void, Void>().getStateStoreContext(), store);
    }

    @AfterEach
    void close() {
        store.close();
    }

    private boolean nothingWaits() {
        try (var left = store.all()) {
            return !left.hasNext();
        }
    }

    @Test
    void whatWaitsForItsTurnSurvivesACrash() {
        Publications publications = new Publications(store, published::add);
        publications.changed("ds:1", 1_000);
        publications.changed("ds:1", 1_001);
        assertThat(published).containsExactly("ds:1");

        Publications next = new Publications(store, published::add);
        next.flush(1_001 + Publications.INTERVAL.toMillis());

        assertThat(published).containsExactly("ds:1", "ds:1");
        assertThat(nothingWaits()).isTrue();
    }

    @Test
    void allThatWaitsCanBeHadAtOnce() {
        Publications publications = new Publications(store, published::add);
        publications.changed("ds:1", 1_000);
        publications.changed("ds:1", 1_001);
        publications.changed("ds:2", 1_001);
        publications.changed("ds:2", 1_002);

        publications.flushAll(1_003);

        assertThat(published).containsExactlyInAnyOrder("ds:1", "ds:2", "ds:1", "ds:2");
        assertThat(nothingWaits()).isTrue();
    }
}
