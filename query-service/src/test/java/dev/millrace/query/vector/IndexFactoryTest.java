package dev.millrace.query.vector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.contract.id.ItemId;
import org.junit.jupiter.api.Test;

class IndexFactoryTest {
    static final IndexFactory SMALL =
            new IndexFactory(IndexKind.FLAT, Storage.INT8, new HnswSettings(8, 60, 60), 100, 0.3, 0.8, 5_000);

    private final TestVectors vectors = new TestVectors(1, 16);

    @Test
    void fewItemsAreSearchedOneByOneAndAShrinkingGraphIsKeptForAWhile() {
        assertThat(SMALL.kindFor(100, IndexKind.EXACT)).isEqualTo(IndexKind.EXACT);
        assertThat(SMALL.kindFor(101, IndexKind.EXACT)).isEqualTo(IndexKind.FLAT);
        assertThat(SMALL.kindFor(51, IndexKind.FLAT)).isEqualTo(IndexKind.FLAT);
        assertThat(SMALL.kindFor(50, IndexKind.FLAT)).isEqualTo(IndexKind.EXACT);
    }

    @Test
    void aGraphIsWornOutByDeadVectors() {
        VectorIndex index = SMALL.create(IndexKind.FLAT, 16, 1_000);
        for (int number = 1; number <= 1_000; number++) {
            index.put(ItemId.dataset(number), vectors.next());
        }
        assertThat(SMALL.isWornOut(index)).isFalse();
        for (int number = 1; number <= 230; number++) {
            index.remove(ItemId.dataset(number));
        }
        assertThat(SMALL.isWornOut(index)).isFalse();
        index.remove(ItemId.dataset(231));
        index.remove(ItemId.dataset(232));
        assertThat(SMALL.isWornOut(index)).isTrue();
    }

    @Test
    void aGraphIsWornOutWhenItIsNearlyFull() {
        VectorIndex index = SMALL.create(IndexKind.FLAT, 16, 0);
        int number = 1;
        while (index.used() <= 0.8 * index.capacity()) {
            assertThat(SMALL.isWornOut(index)).isFalse();
            index.put(ItemId.dataset(number++), vectors.next());
        }
        assertThat(SMALL.isWornOut(index)).isTrue();
    }

    @Test
    void exactSearchIsNeverWornOut() {
        VectorIndex index = SMALL.create(IndexKind.EXACT, 16, 0);
        for (int number = 1; number <= 200; number++) {
            index.put(ItemId.dataset(1), vectors.next());
        }
        assertThat(SMALL.isWornOut(index)).isFalse();
    }

    @Test
    void theLibraryIsMadeToo() {
        var factory =
                new IndexFactory(IndexKind.HNSWLIB, Storage.FLOAT, new HnswSettings(8, 60, 60), 100, 0.3, 0.8, 5_000);
        assertThat(factory.create(factory.kindFor(101, IndexKind.EXACT), 16, 101))
                .isInstanceOf(HnswlibIndex.class);
    }
}
