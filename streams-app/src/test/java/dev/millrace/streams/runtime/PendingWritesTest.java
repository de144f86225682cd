package dev.millrace.streams.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Properties;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.apache.kafka.streams.state.internals.CachedStateStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Two tasks of one thread, each with a store.
class PendingWritesTest {
    private static final TaskId FIRST = new TaskId(0, 0);
    private static final TaskId SECOND = new TaskId(1, 3);

    private final KeyValueStore<String, Long> first = store();
    private final KeyValueStore<String, Long> second = store();
    private final HotValues<Long> ofFirst;
    private final HotValues<Long> ofSecond;

    PendingWritesTest(@TempDir Path dir) {
        ofFirst = values(first, FIRST, dir);
        ofSecond = values(second, SECOND, dir);
    }

    private static KeyValueStore<String, Long> store() {
        return Stores.keyValueStoreBuilder(
                        OpenStores.known(Stores.inMemoryKeyValueStore("values")), Serdes.String(), Serdes.Long())
                .withLoggingDisabled()
                .build();
    }

    private static HotValues<Long> values(KeyValueStore<String, Long> store, TaskId task, Path dir) {
        var context = new MockProcessorContext<Void, Void>(new Properties(), task, dir.toFile());
        store.init(context.getStateStoreContext(), store);
        context.addStateStore(store);
        return new HotValues<>(context, "values", 10);
    }

    @AfterEach
    void close() {
        first.close();
        second.close();
    }

    private static void prepareCommit(KeyValueStore<String, Long> store) {
        ((CachedStateStore<?, ?>) store).flushCache();
    }

    @Test
    void theFirstStoreToBeFlushedWritesWhatAllTasksHavePending() {
        ofFirst.put("a", 1L);
        ofSecond.put("a", 1L);
        ofSecond.put("a", 2L);
        assertThat(first.get("a")).isNull();

        prepareCommit(first);
        assertThat(first.get("a")).isEqualTo(1);
        assertThat(second.get("a")).isEqualTo(2);

        ofSecond.delete("a");
        prepareCommit(first);
        assertThat(second.get("a")).isNull();
    }

    @Test
    void aTaskWritesItsOwnBeforeItSaysThatTheyAreComplete() {
        ofFirst.put("a", 1L);
        ofSecond.put("a", 1L);

        PendingWrites.write(SECOND);

        assertThat(first.get("a")).isNull();
        assertThat(second.get("a")).isEqualTo(1);
    }

    @Test
    void whatWasPendingWhenATaskGaveUpIsNotWritten() {
        ofFirst.put("a", 1L);
        ofSecond.put("a", 1L);
        first.close();

        prepareCommit(second); // would fail on the closed store

        assertThat(second.get("a")).isEqualTo(1);
    }
}
