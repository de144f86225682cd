package dev.millrace.query.vector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.contract.id.ItemId;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SnapshotTest {
    private static final int DIMENSION = 24;
    private static final HnswSettings HNSW = new HnswSettings(4, 20, 20);

    private final long seed = Long.getLong("seed", System.nanoTime());
    private final TestVectors vectors = new TestVectors(seed, DIMENSION);

    private static IndexFactory factory(IndexKind graph, Storage storage) {
        return new IndexFactory(graph, storage, HNSW, 100, 0.3, 0.8, 1_000);
    }

    private VectorIndex filled(IndexKind kind, Storage storage) {
        IndexKind graph = kind == IndexKind.EXACT ? IndexKind.FLAT : kind;
        VectorIndex index = factory(graph, storage).create(kind, DIMENSION, 200);
        for (int number = 1; number <= 200; number++) {
            index.put(ItemId.dataset(number), vectors.next());
        }
        return index;
    }

    private static byte[] written(VectorIndex index, Storage storage) throws IOException {
        var bytes = new ByteArrayOutputStream();
        Snapshot.write(bytes, "model-1", DIMENSION, storage, index);
        return bytes.toByteArray();
    }

    private static Snapshot read(byte[] bytes, String model, IndexFactory factory) throws IOException {
        return Snapshot.read(new ByteArrayInputStream(bytes), model, factory);
    }

    @ParameterizedTest
    @EnumSource
    void whatIsReadAnswersLikeWhatWasWritten(IndexKind kind) throws IOException {
        VectorIndex index = filled(kind, Storage.FLOAT);
        IndexKind graph = kind == IndexKind.EXACT ? IndexKind.FLAT : kind;

        Snapshot snapshot = read(written(index, Storage.FLOAT), "model-1", factory(graph, Storage.FLOAT));

        assertThat(snapshot.dimension()).isEqualTo(DIMENSION);
        assertThat(snapshot.index().kind()).isEqualTo(kind);
        for (int number = 1; number <= 200; number++) {
            assertThat(snapshot.index().find(ItemId.dataset(number)))
                    .contains(index.find(ItemId.dataset(number)).orElseThrow());
        }
    }

    @Test
    void anyByteThatIsAnotherIsFound() throws IOException {
        byte[] bytes = written(filled(IndexKind.FLAT, Storage.INT8), Storage.INT8);
        IndexFactory factory = factory(IndexKind.FLAT, Storage.INT8);
        Random random = new Random(seed);
        for (int round = 0; round < 300; round++) {
            byte[] damaged = bytes.clone();
            int place = round < 60 ? round % 40 : random.nextInt(bytes.length);
            damaged[place] ^= (byte) (1 << random.nextInt(8));
            assertThatThrownBy(() -> read(damaged, "model-1", factory))
                    .as("seed %d, byte %d", seed, place)
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void oneThatIsCutOffIsRefused() throws IOException {
        byte[] bytes = written(filled(IndexKind.FLAT, Storage.INT8), Storage.INT8);
        IndexFactory factory = factory(IndexKind.FLAT, Storage.INT8);
        Random random = new Random(seed);
        for (int round = 0; round < 50; round++) {
            byte[] part = Arrays.copyOf(bytes, random.nextInt(bytes.length));
            assertThatThrownBy(() -> read(part, "model-1", factory))
                    .as("seed %d, %d bytes", seed, part.length)
                    .isInstanceOf(EOFException.class);
        }
    }

    @Test
    void oneOfSomethingElseIsRefusedWithTheReason() throws IOException {
        IndexFactory factory = factory(IndexKind.FLAT, Storage.INT8);
        byte[] bytes = written(filled(IndexKind.FLAT, Storage.INT8), Storage.INT8);
        assertThatThrownBy(() -> read(bytes, "model-2", factory)).hasMessage("is of model model-1");
        assertThatThrownBy(() -> read(bytes, "model-1", factory(IndexKind.FLAT, Storage.FLOAT)))
                .hasMessage("is stored otherwise than as float, which this instance does");
        byte[] library = written(filled(IndexKind.HNSWLIB, Storage.FLOAT), Storage.FLOAT);
        assertThatThrownBy(() -> read(library, "model-1", factory(IndexKind.FLAT, Storage.FLOAT)))
                .hasMessage("is of another index than flat, which this instance has");
        byte[] text = new byte[100];
        assertThatThrownBy(() -> read(text, "model-1", factory)).hasMessage("is no snapshot of vectors");
        byte[] newer = bytes.clone();
        newer[5] = 9;
        assertThatThrownBy(() -> read(newer, "model-1", factory)).hasMessage("has format 9, this version reads 1");
    }

    @Test
    void oneOfMoreItemsThanAreAllowedIsRefused() throws IOException {
        byte[] bytes = written(filled(IndexKind.FLAT, Storage.INT8), Storage.INT8);
        var few = new IndexFactory(IndexKind.FLAT, Storage.INT8, HNSW, 100, 0.3, 0.8, 10);
        assertThatThrownBy(() -> read(bytes, "model-1", few)).hasMessageContaining("are allowed");
    }
}
