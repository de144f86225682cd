package dev.millrace.query.vector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.millrace.contract.id.ItemId;
import dev.millrace.query.config.VectorIndexConfig;
import dev.millrace.query.config.VectorSnapshotConfig;
import dev.millrace.query.config.VectorsConfig;
import dev.millrace.query.rerank.VectorCosine;
import dev.millrace.query.state.TopicReplica.Applied;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class LiveVectorsTest {
    private final LiveVectors vectors = new LiveVectors(config("", List.of(), ""));

    /// At most 6 items, 2 models, 3 neighbours.
    static VectorsConfig config(String folder, List<String> peers, String token) {
        return new VectorsConfig(
                6,
                2,
                3,
                0.4,
                100,
                Duration.ofHours(1),
                20,
                new VectorIndexConfig("flat", "float", 1_000, 8, 60, 60, 0.3, 0.8),
                new VectorSnapshotConfig(folder, Duration.ofHours(1), peers, Duration.ofSeconds(5), token));
    }

    private static ItemId ds(long number) {
        return ItemId.dataset(number);
    }

    private void put(long number, String model, float... vector) {
        assertThat(vectors.put(ds(number), model, TestVectors.unit(vector))).isEqualTo(Applied.TAKEN);
        vectors.publish();
    }

    private List<Long> near(long number) {
        return vectors.neighbours(ds(number)).stream()
                .map(hit -> hit.id().number())
                .toList();
    }

    @Test
    void neighboursAreTheNearestOfTheSameModelWithoutTheItemItself() {
        put(1, "en", 1, 0, 0);
        put(2, "en", 1, 1, 0);
        put(3, "en", 2, 1, 0);
        put(4, "zh", 1, 0);
        put(5, "zh", 1, 1);

        assertThat(near(1)).containsExactly(3L, 2L);
        assertThat(near(4)).containsExactly(5L);
        assertThat(near(9)).isEmpty();
    }

    @Test
    void itemsOfOneModelAreComparedAndThoseOfTwoAreNot() {
        assertThat(vectors.compare(List.of(ds(1), ds(2))).of(0, 1)).isNaN();
        put(1, "en", 1, 0, 0);
        put(2, "en", 1, 1, 0);
        put(4, "zh", 1, 0);
        put(5, "zh", 1, 1);
        VectorCosine compared = vectors.compare(List.of(ds(1), ds(2), ds(4), ds(5), ds(9)));
        assertThat(compared.of(0, 1)).isCloseTo(Math.sqrt(0.5), within(0.01));
        assertThat(compared.of(3, 2)).isCloseTo(Math.sqrt(0.5), within(0.01));
        assertThat(compared.of(0, 2)).isNaN();
        assertThat(compared.of(4, 0)).isNaN();
    }

    @Test
    void anItemHasTheVectorOfOneModel() {
        put(1, "en", 1, 0);
        put(2, "en", 1, 1);
        put(3, "zh", 1, 0);

        put(2, "zh", 1, 2);

        assertThat(near(1)).isEmpty();
        assertThat(near(3)).containsExactly(2L);
        assertThat(vectors.size()).isEqualTo(3);
    }

    @Test
    void neighboursAreKeptUntilVectorsOfTheModelChange() {
        put(1, "en", 1, 0);
        put(2, "en", 1, 1);
        put(3, "zh", 1, 0);
        List<Hit> before = vectors.neighbours(ds(1));

        put(4, "zh", 1, 1);
        assertThat(vectors.neighbours(ds(1))).isSameAs(before);

        put(5, "en", 3, 1);
        assertThat(near(1)).containsExactly(5L, 2L);

        vectors.remove(ds(2));
        vectors.publish();
        assertThat(near(1)).containsExactly(5L);

        vectors.remove(ds(1));
        vectors.publish();
        assertThat(near(1)).isEmpty();
    }

    @Test
    void tooManyItemsOrModelsAreRefused() {
        put(1, "a", 1, 0);
        put(2, "b", 1, 0);
        assertThat(vectors.put(ds(3), "c", new float[] {1})).isEqualTo(Applied.REFUSED);
        for (long number = 3; number <= 6; number++) {
            put(number, "a", 1, number);
        }
        assertThat(vectors.put(ds(7), "a", TestVectors.unit(1, 2))).isEqualTo(Applied.REFUSED);
        put(6, "a", 1, 9);
        put(6, "b", 1, 9);
        assertThat(vectors.size()).isEqualTo(6);
    }

    @Test
    void vectorsOfAnotherDimensionAreUnreadable() {
        put(1, "a", 1, 0);
        assertThat(vectors.put(ds(2), "a", TestVectors.unit(1, 0, 0))).isEqualTo(Applied.UNREADABLE);
    }

    @Test
    void aSnapshotOfAnotherModelOfTheSameNameGivesWay() {
        VectorIndex other = new ExactIndex(Storage.FLOAT, 2, 10);
        other.put(ds(1), TestVectors.unit(1, 0));
        vectors.restore(new Snapshot("a", 2, other));
        assertThat(vectors.isReady()).isTrue();

        put(2, "a", 1, 0, 0);

        assertThat(vectors.size()).isEqualTo(1);
        assertThat(vectors.complete()).isZero();
    }

    @Test
    void isReadyWhenTheTopicHasBeenRead() {
        assertThat(vectors.isReady()).isFalse();
        vectors.complete();
        assertThat(vectors.isReady()).isTrue();
        vectors.clear();
        assertThat(vectors.isReady()).isFalse();
    }
}
