package dev.millrace.query.vector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.millrace.contract.id.ItemId;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInput;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/// What every index does. Replay a failure with `-Dseed=`.
abstract class VectorIndexContract {
    static final int DIMENSION = 48;

    private final long seed = Long.getLong("seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final TestVectors vectors = new TestVectors(seed, DIMENSION);
    private final Map<ItemId, float[]> oracle = new HashMap<>();

    /// An empty one that takes `capacity` vectors, dead ones included.
    abstract VectorIndex create(int dimension, int capacity);

    /// One of at most `capacity` places out of what [VectorIndex#save] wrote.
    abstract VectorIndex load(DataInput in, int dimension, int capacity) throws IOException;

    /// Share of the 20 nearest that has to be found in the mean.
    abstract double leastRecall();

    /// Changes beside which readers are right.
    int changes() {
        return 4_000;
    }

    private static ItemId item(int number) {
        return number % 7 == 0 ? ItemId.api(number) : ItemId.dataset(number);
    }

    private void put(VectorIndex index, ItemId id, float[] vector) {
        assertThat(index.put(id, vector)).as("seed %d, %s", seed, id).isNotEqualTo(VectorIndex.Put.FULL);
        oracle.put(id, vector);
    }

    private void remove(VectorIndex index, ItemId id) {
        assertThat(index.remove(id)).as("seed %d, %s", seed, id).isEqualTo(oracle.remove(id) != null);
    }

    private void assertFindsWhatIsNearest(VectorIndex index, int queries) {
        double recall = 0;
        for (int i = 0; i < queries; i++) {
            float[] query = vectors.next();
            List<Hit> found = index.nearest(query, 20);
            List<Hit> expected = TestVectors.nearest(oracle, query, 20);
            assertThat(found).as("seed %d", seed).isSortedAccordingTo(Hit.BEST_FIRST);
            assertThat(found).as("seed %d", seed).extracting(Hit::id).doesNotHaveDuplicates();
            assertThat(found).as("seed %d", seed).hasSameSizeAs(expected);
            List<Hit> exact = new ArrayList<>();
            for (Hit hit : found) {
                assertThat(oracle).as("seed %d", seed).containsKey(hit.id());
                float[] vector = oracle.getOrDefault(hit.id(), new float[DIMENSION]);
                float similarity = (float) TestVectors.dot(vector, query);
                assertThat(hit.similarity()).as("seed %d", seed).isCloseTo(similarity, within(0.01f));
                exact.add(new Hit(hit.id(), similarity));
            }
            recall += TestVectors.recall(exact, expected);
        }
        assertThat(recall / queries).as("recall, seed %d", seed).isGreaterThanOrEqualTo(leastRecall());
    }

    @Test
    void findsWhatIsNearest() {
        VectorIndex index = create(DIMENSION, 2_000);
        for (int number = 1; number <= 2_000; number++) {
            put(index, item(number), vectors.next());
        }
        assertThat(index.size()).isEqualTo(2_000);
        assertFindsWhatIsNearest(index, 50);
    }

    @Test
    void followsChanges() {
        VectorIndex index = create(DIMENSION, 4_000);
        for (int step = 0; step < 3_500; step++) {
            ItemId id = item(1 + random.nextInt(1_200));
            if (random.nextInt(4) == 0) {
                remove(index, id);
            } else {
                put(index, id, vectors.next());
            }
            if (step % 500 == 3) {
                assertThat(index.size()).as("seed %d", seed).isEqualTo(oracle.size());
                assertFindsWhatIsNearest(index, 5);
            }
        }
        assertFindsWhatIsNearest(index, 30);
        Map<ItemId, float[]> shown = new HashMap<>();
        index.forEach((id, vector) -> shown.put(id, vector.clone()) == null);
        assertThat(shown.keySet()).as("seed %d", seed).isEqualTo(oracle.keySet());
        oracle.forEach((id, vector) -> {
            assertThat(TestVectors.dot(vector, shown.getOrDefault(id, new float[DIMENSION])))
                    .isCloseTo(1, within(0.01));
            assertThat(index.contains(id)).as("seed %d, %s", seed, id).isTrue();
            assertThat(index.find(id)).contains(shown.getOrDefault(id, new float[0]));
        });
    }

    @Test
    void fewOrNoItemsAreNoProblem() {
        VectorIndex index = create(DIMENSION, 10);
        assertThat(index.nearest(vectors.next(), 5)).isEmpty();
        assertThat(index.remove(item(1))).isFalse();
        assertThat(index.find(item(1))).isEmpty();
        for (int number = 1; number <= 3; number++) {
            put(index, item(number), vectors.next());
        }
        assertFindsWhatIsNearest(index, 3);
        for (int number = 1; number <= 3; number++) {
            remove(index, item(number));
        }
        assertThat(index.nearest(vectors.next(), 5)).isEmpty();
        put(index, item(2), vectors.next());
        assertFindsWhatIsNearest(index, 3);
    }

    @Test
    void itemsWithOneVectorComeInTheOrderOfTheirIds() {
        VectorIndex index = create(DIMENSION, 10);
        float[] vector = vectors.next();
        for (int number : new int[] {5, 3, 7, 1, 14}) {
            put(index, item(number), vector.clone());
        }
        assertThat(index.nearest(vector, 5))
                .extracting(Hit::id)
                .containsExactly(item(1), item(3), item(5), item(7), item(14));
    }

    @Test
    void theSameVectorAgainTakesNoPlace() {
        VectorIndex index = create(DIMENSION, 10);
        float[] vector = vectors.next();
        assertThat(index.put(item(1), vector)).isEqualTo(VectorIndex.Put.TAKEN);
        for (int i = 0; i < 30; i++) {
            assertThat(index.put(item(1), vector.clone())).isEqualTo(VectorIndex.Put.UNCHANGED);
        }
        assertThat(index.used()).isEqualTo(1);
    }

    @Test
    void refusesWhatItHasNoRoomForAndStaysAsItWas() {
        VectorIndex index = create(DIMENSION, 100);
        for (int number = 1; number <= 100; number++) {
            put(index, item(number), vectors.next());
        }
        assertThat(index.put(item(101), vectors.next())).isEqualTo(VectorIndex.Put.FULL);
        assertThat(index.contains(item(101))).isFalse();
        assertThat(index.find(item(101))).isEmpty();
        assertFindsWhatIsNearest(index, 10);
        remove(index, item(50));
        assertFindsWhatIsNearest(index, 10);
    }

    @Test
    void anEnlargedOneIsTheSameWithMorePlaces() {
        VectorIndex index = create(DIMENSION, 300);
        for (int number = 1; number <= 290; number++) {
            put(index, item(number), vectors.next());
        }
        for (int number = 20; number <= 29; number++) {
            remove(index, item(number));
            put(index, item(1_000 + number), vectors.next());
        }
        index.enlarged(900).ifPresent(larger -> {
            assertThat(larger.capacity()).isEqualTo(900);
            assertThat(larger.used()).isEqualTo(300);
            assertFindsWhatIsNearest(larger, 10);
            for (int number = 200; number <= 700; number++) {
                put(larger, item(number), vectors.next());
            }
            assertFindsWhatIsNearest(larger, 20);
        });
    }

    @Test
    void aLoadedOneAnswersAlikeAndGoesOn() throws IOException {
        VectorIndex index = create(DIMENSION, 1_000);
        for (int number = 1; number <= 600; number++) {
            put(index, item(number), vectors.next());
        }
        for (int number = 100; number <= 200; number++) {
            remove(index, item(number));
        }
        var bytes = new ByteArrayOutputStream();
        index.save(new DataOutputStream(bytes));

        var in = new DataInputStream(new ByteArrayInputStream(bytes.toByteArray()));
        VectorIndex loaded = load(in, DIMENSION, 1_000);

        assertThat(in.available()).isZero();
        assertThat(loaded.size()).isEqualTo(500 - 1);
        assertFindsWhatIsNearest(loaded, 20);
        for (int number = 150; number <= 400; number++) {
            put(loaded, item(number), vectors.next());
        }
        assertFindsWhatIsNearest(loaded, 20);
    }

    @Test
    void whatIsSavedBesideChangesIsWhole() throws Exception {
        VectorIndex index = create(DIMENSION, 6_000);
        Map<ItemId, float[]> steady = new HashMap<>();
        for (int number = 1; number <= 300; number++) {
            steady.put(item(number), vectors.next());
            index.put(item(number), steady.getOrDefault(item(number), new float[0]));
        }
        AtomicBoolean isOver = new AtomicBoolean();
        try (ExecutorService writer = Executors.newSingleThreadExecutor()) {
            Future<?> changes = writer.submit(() -> {
                for (int step = 0; step < changes() && !isOver.get(); step++) {
                    ItemId id = item(301 + random.nextInt(500));
                    if (random.nextInt(3) == 0) {
                        index.remove(id);
                    } else {
                        index.put(id, vectors.next());
                    }
                }
            });
            for (int save = 0; save < 10; save++) {
                var bytes = new ByteArrayOutputStream();
                index.save(new DataOutputStream(bytes));
                VectorIndex loaded =
                        load(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())), DIMENSION, 6_000);
                steady.forEach((id, vector) -> assertThat(loaded.nearest(vector, 10))
                        .as("seed %d, %s", seed, id)
                        .extracting(Hit::id)
                        .contains(id)
                        .doesNotHaveDuplicates());
            }
            isOver.set(true);
            changes.get();
        }
    }

    @Test
    void readersSeeWholeAnswersWhileItChanges() throws Exception {
        VectorIndex index = create(DIMENSION, 6_000);
        Map<ItemId, float[]> steady = new HashMap<>();
        for (int number = 1; number <= 300; number++) {
            float[] vector = vectors.next();
            steady.put(item(number), vector);
            put(index, item(number), vector);
        }
        AtomicBoolean isOver = new AtomicBoolean();
        try (ExecutorService readers = Executors.newFixedThreadPool(2)) {
            List<Future<Integer>> answers = new ArrayList<>();
            for (int reader = 0; reader < 2; reader++) {
                Random own = new Random(seed + reader);
                List<ItemId> ids = List.copyOf(steady.keySet());
                answers.add(readers.submit(() -> {
                    int count = 0;
                    while (!isOver.get() || count == 0) {
                        ItemId id = ids.get(own.nextInt(ids.size()));
                        List<Hit> found = index.nearest(steady.getOrDefault(id, new float[DIMENSION]), 10);
                        // Those that are just replaced may be missing.
                        assertThat(found)
                                .as("seed %d", seed)
                                .hasSizeBetween(6, 10)
                                .extracting(Hit::id)
                                .contains(id)
                                .doesNotHaveDuplicates();
                        count++;
                    }
                    return count;
                }));
            }
            for (int step = 0; step < changes(); step++) {
                ItemId id = item(301 + random.nextInt(500));
                if (random.nextInt(3) == 0) {
                    index.remove(id);
                } else {
                    index.put(id, vectors.next());
                }
            }
            isOver.set(true);
            for (Future<Integer> answer : answers) {
                assertThat(answer.get()).isPositive();
            }
        }
    }
}
