package dev.millrace.streams.neighbours;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.contract.proto.ItemPairs;
import dev.millrace.contract.proto.Neighbour;
import dev.millrace.contract.proto.PairUpdate;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Properties;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Rows against a real store.
class PairRowsTest {
    @TempDir
    private Path folder;

    private StateStore store;
    private PairRows rows;

    @BeforeEach
    void open() {
        var context = new MockProcessorContext<>(new Properties(), new TaskId(0, 0), folder.toFile());
        store = PairRows.store().withLoggingDisabled().build();
        store.init(context.getStateStoreContext(), store);
        context.addStateStore(store);
        rows = new PairRows(context);
    }

    @AfterEach
    void close() {
        store.close();
    }

    @SuppressWarnings("unchecked") // as PairRows.store() builds it
    private @Nullable ItemPairs found(String key) {
        return ((KeyValueStore<String, ItemPairs>) store).get(key);
    }

    private ItemPairs entry(String key) {
        return Objects.requireNonNull(found(key), key);
    }

    private static PairUpdate update(int other, long next) {
        return PairUpdate.newBuilder()
                .setItemId("ds:1")
                .setActivityDelta(next)
                .addDeltas(Neighbour.newBuilder().setItemId("ds:" + other).setNext(next))
                .build();
    }

    private PairRow stored(int pairs) {
        PairRow row = new PairRow();
        for (int other = 1; other <= pairs; other++) {
            row.add(update(other, 100), 10_000);
        }
        rows.put("ds:1", row);
        return row;
    }

    @Test
    void whatIsReadIsWhatWasWritten() {
        long seed = Long.getLong("seed", 5L);
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        PairRow row = stored(3);
        for (int step = 0; step < 2_000; step++) {
            row.add(update(1 + random.nextInt(200), random.nextInt(60) - 30), 150);
            if (random.nextInt(3) == 0) {
                rows.put("ds:1", row);
                PairRow read = Objects.requireNonNull(rows.get("ds:1"), "seed " + seed + ", step " + step);
                assertThat(read.best(10_000)).as("seed %d, step %d", seed, step).isEqualTo(row.best(10_000));
                row = random.nextBoolean() ? read : row;
            }
        }
    }

    @Test
    void aFewChangesAreWrittenAlone() {
        PairRow row = stored(1_000);
        row.add(update(7, 50), 10_000);
        rows.put("ds:1", row);
        assertThat(entry("ds:1").getPairsCount()).isEqualTo(1_000);
        assertThat(entry("ds:1" + PairRows.SINCE).getPairsList())
                .containsExactly(
                        Neighbour.newBuilder().setItemId("ds:7").setNext(150).build());
    }

    @Test
    void manyChangesMakeItWholeAgain() {
        PairRow row = stored(100);
        for (int other = 1; other <= 40; other++) {
            row.add(update(other, 50), 10_000);
        }
        rows.put("ds:1", row);
        assertThat(entry("ds:1").getActivity()).isEqualTo(100 * 100 + 40 * 50);
        assertThat(found("ds:1" + PairRows.SINCE)).isNull();
    }

    @Test
    void aNewRowHasNothingOfTheOneThatWasDeleted() {
        PairRow row = stored(100);
        row.add(update(7, 50), 10_000);
        rows.put("ds:1", row);
        PairRow next = new PairRow();
        next.add(update(9, 20), 10_000);
        rows.put("ds:1", next);
        assertThat(Objects.requireNonNull(rows.get("ds:1")).best(10).getItemsList())
                .hasSize(1);

        rows.delete("ds:1");
        assertThat(rows.get("ds:1")).isNull();
        assertThat(found("ds:1" + PairRows.SINCE)).isNull();
    }
}
