package dev.millrace.query.vector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.contract.id.ItemId;
import java.io.IOException;
import java.io.OutputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/// Replay a failure with `-Dseed=`.
class ModelVectorsTest {
    private static final int DIMENSION = 16;
    private static final IndexFactory FACTORY = IndexFactoryTest.SMALL;

    private final long seed = Long.getLong("seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final TestVectors vectors = new TestVectors(seed, DIMENSION);
    private final Map<ItemId, float[]> oracle = new HashMap<>();
    private final ModelVectors model = of(FACTORY.create(IndexKind.EXACT, DIMENSION, 0));

    private static ModelVectors of(VectorIndex index) {
        return new ModelVectors("m", DIMENSION, FACTORY, index);
    }

    private void change(ModelVectors model) {
        ItemId id = ItemId.dataset(1 + random.nextInt(700));
        if (random.nextInt(4) == 0) {
            model.remove(id);
            oracle.remove(id);
        } else {
            float[] vector = vectors.next();
            model.put(id, vector);
            oracle.put(id, vector);
        }
    }

    private void assertHasWhatWasPut(ModelVectors model) {
        Map<ItemId, float[]> has = new HashMap<>();
        model.index().forEach((id, vector) -> has.put(id, vector.clone()) == null);
        assertThat(has.keySet()).as("seed %d", seed).isEqualTo(oracle.keySet());
        oracle.forEach((id, vector) -> assertThat(TestVectors.dot(vector, has.getOrDefault(id, new float[DIMENSION])))
                .as("seed %d, %s", seed, id)
                .isGreaterThan(0.99));
    }

    @Test
    void aGraphTakesOverWhenTheTopicHasBeenReadAndThereAreManyItems() {
        for (int i = 0; i < 1_000; i++) {
            change(model);
        }
        assertThat(model.wantsRebuild(false)).isFalse();
        assertThat(model.wantsRebuild(true)).isTrue();

        assertThat(model.rebuild(() -> false)).isTrue();

        assertThat(model.index().kind()).isEqualTo(IndexKind.FLAT);
        assertThat(model.wantsRebuild(true)).isFalse();
        assertHasWhatWasPut(model);
    }

    @Test
    void changesBesideRebuildsAreNotLost() throws Exception {
        AtomicBoolean isOver = new AtomicBoolean();
        try (ExecutorService background = Executors.newSingleThreadExecutor()) {
            Future<Integer> rebuilds = background.submit(() -> {
                int done = 0;
                while (!isOver.get() || done == 0) {
                    done += model.rebuild(() -> false) ? 1 : 0;
                }
                return done;
            });
            for (int i = 0; i < 5_000; i++) {
                change(model);
            }
            isOver.set(true);
            assertThat(rebuilds.get()).isPositive();
        }
        model.rebuild(() -> false); // with places for those that found none
        assertThat(model.size()).as("seed %d", seed).isEqualTo(oracle.size());
        assertHasWhatWasPut(model);
    }

    @Test
    void whatTheGraphHasNoPlaceForIsFoundAfterTheNextRebuild() {
        ModelVectors full = of(new FlatHnsw(Storage.INT8, DIMENSION, 300, FACTORY.hnsw()));
        for (int i = 0; i < 900; i++) {
            change(full);
        }
        assertThat(full.waiting()).isPositive();
        assertThat(full.size()).as("seed %d", seed).isEqualTo(oracle.size());
        assertThat(full.wantsRebuild(false)).isTrue();

        full.rebuild(() -> false);

        assertThat(full.waiting()).isZero();
        assertThat(full.size()).as("seed %d", seed).isEqualTo(oracle.size());
        assertHasWhatWasPut(full);
    }

    @Test
    void aGraphThatIsFullOfLivingOnesGetsMorePlacesWithoutBeingBuiltAnew() {
        ModelVectors full = of(new FlatHnsw(Storage.INT8, DIMENSION, 300, FACTORY.hnsw()));
        for (int number = 1; number <= 320; number++) {
            float[] vector = vectors.next();
            full.put(ItemId.dataset(number), vector);
            oracle.put(ItemId.dataset(number), vector);
        }
        assertThat(full.waiting()).isEqualTo(20);
        full.remove(ItemId.dataset(1));
        oracle.remove(ItemId.dataset(1));

        assertThat(full.rebuild(() -> true)).isTrue();

        assertThat(full.index().capacity()).isGreaterThan(320);
        assertThat(full.index().used()).isEqualTo(320); // with the dead one
        assertThat(full.wantsRebuild(true)).isFalse();
        assertHasWhatWasPut(full);
    }

    @Test
    void aStoppedRebuildLeavesAllAsItWas() {
        ModelVectors full = of(new FlatHnsw(Storage.INT8, DIMENSION, 300, FACTORY.hnsw()));
        for (int i = 0; i < 900; i++) {
            change(full);
        }
        VectorIndex before = full.index();
        int waiting = full.waiting();

        assertThat(full.rebuild(() -> true)).isFalse();

        assertThat(full.index()).isSameAs(before);
        assertThat(full.waiting()).isEqualTo(waiting);
        full.rebuild(() -> false);
        assertHasWhatWasPut(full);
    }

    @Test
    void aSlowDiskHoldsUpNoChange() throws Exception {
        model.put(ItemId.dataset(1), vectors.next());
        CountDownLatch isWriting = new CountDownLatch(1);
        CountDownLatch goesOn = new CountDownLatch(1);
        OutputStream slow = new OutputStream() {
            @Override
            public void write(int one) throws IOException {
                isWriting.countDown();
                try {
                    goesOn.await();
                } catch (InterruptedException e) {
                    throw new IOException(e);
                }
            }
        };
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            Future<?> saved = threads.submit(() -> {
                model.save(slow);
                return null;
            });
            isWriting.await();
            try {
                Future<?> changed = threads.submit(() -> model.put(ItemId.dataset(2), vectors.next()));
                changed.get(10, TimeUnit.SECONDS);
            } finally {
                goesOn.countDown();
            }
            saved.get();
        }
        assertThat(model.contains(ItemId.dataset(2))).isTrue();
    }

    @Test
    void onlyARealChangeMakesAnswersOutOfDate() {
        float[] vector = vectors.next();
        model.put(ItemId.dataset(1), vector);
        model.publish();
        long generation = model.generation();

        model.put(ItemId.dataset(1), vector.clone());
        model.remove(ItemId.dataset(2));
        model.publish();
        assertThat(model.generation()).isEqualTo(generation);

        model.put(ItemId.dataset(1), vectors.next());
        model.publish();
        assertThat(model.generation()).isGreaterThan(generation);
    }

    @Test
    void whatOnlyTheSnapshotHadIsSweptOut() {
        VectorIndex loaded = new ExactIndex(Storage.INT8, DIMENSION, 100);
        float[][] kept = new float[5][];
        for (int number = 1; number <= 5; number++) {
            kept[number - 1] = vectors.next();
            loaded.put(ItemId.dataset(number), kept[number - 1]);
        }
        ModelVectors restored = of(loaded);
        assertThat(restored.isUnconfirmed()).isTrue();
        restored.put(ItemId.dataset(2), kept[1]);
        restored.put(ItemId.dataset(3), vectors.next());
        restored.remove(ItemId.dataset(4));
        assertThat(restored.isUnconfirmed()).isFalse();

        assertThat(restored.sweep()).isEqualTo(2);

        assertThat(restored.size()).isEqualTo(2);
        assertThat(restored.contains(ItemId.dataset(2))).isTrue();
        assertThat(restored.contains(ItemId.dataset(3))).isTrue();
    }
}
