package dev.millrace.streams.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Properties;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// One store of one task, through what Kafka Streams does with it.
class OpenStoresTest {
    private final OpenStores open = new OpenStores();
    private final MockProcessorContext<Void, Void> context;
    private final KeyValueStore<String, Long> store = Stores.keyValueStoreBuilder(
                    OpenStores.known(Stores.inMemoryKeyValueStore("counts")), Serdes.String(), Serdes.Long())
            .withLoggingDisabled()
            .build();

    OpenStoresTest(@TempDir Path dir) {
        Properties settings = new Properties();
        settings.put(OpenStores.SETTING, open);
        context = new MockProcessorContext<>(settings, new TaskId(1, 2), dir.toFile());
    }

    private void initialise() {
        store.init(context.getStateStoreContext(), store);
    }

    @Test
    void isOwnedFromTheBeginOfItsProcessorsToTheirEnd() {
        assertThat(open.isOwned("counts", 2)).isFalse();
        initialise();
        assertThat(open.has("counts", 2)).isTrue();
        assertThat(open.isOwned("counts", 2)).as("being restored").isFalse();

        OpenStores.own(context);
        store.put("a", 1L);
        assertThat(open.isOwned("counts", 2)).isTrue();
        assertThat(open.isOwned("counts", 1)).isFalse();
        assertThat(open.get("counts", 2, "a")).isNotNull();

        OpenStores.disown(context);
        assertThat(open.isOwned("counts", 2)).as("a standby, or about to move").isFalse();
        assertThat(open.has("counts", 2)).isTrue();
        store.close();
        assertThatThrownBy(() -> open.get("counts", 2, "a")).isInstanceOf(InvalidStateStoreException.class);
    }

    /// A corrupted task is closed, emptied and made anew with the same store objects.
    @Test
    void aTaskThatIsMadeAnewIsNotOwnedBeforeItsProcessorsBeginAgain() {
        initialise();
        OpenStores.own(context);
        OpenStores.disown(context);
        store.close();

        initialise();
        assertThat(open.has("counts", 2)).isTrue();
        assertThat(open.isOwned("counts", 2)).isFalse();
        OpenStores.own(context);
        assertThat(open.isOwned("counts", 2)).isTrue();
        store.close();
    }
}
