package dev.millrace.query.vector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.contract.id.ItemId;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInput;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class FlatHnswTest {
    private static final HnswSettings SETTINGS = new HnswSettings(8, 60, 60);

    private final long seed = Long.getLong("seed", System.nanoTime());
    private final TestVectors vectors = new TestVectors(seed, VectorIndexContract.DIMENSION);

    abstract static class Contract extends VectorIndexContract {
        abstract Storage storage();

        @Override
        VectorIndex create(int dimension, int capacity) {
            return new FlatHnsw(storage(), dimension, capacity, SETTINGS);
        }

        @Override
        VectorIndex load(DataInput in, int dimension, int capacity) throws IOException {
            return FlatHnsw.load(in, storage(), dimension, capacity, SETTINGS);
        }

        @Override
        double leastRecall() {
            return 0.93;
        }
    }

    @Nested
    class WithFloats extends Contract {
        @Override
        Storage storage() {
            return Storage.FLOAT;
        }
    }

    @Nested
    class WithBytes extends Contract {
        @Override
        Storage storage() {
            return Storage.INT8;
        }
    }

    private FlatHnsw filled(int count) {
        FlatHnsw index = new FlatHnsw(Storage.INT8, VectorIndexContract.DIMENSION, count, SETTINGS);
        for (int number = 1; number <= count; number++) {
            index.put(ItemId.dataset(number), vectors.next());
        }
        return index;
    }

    private static byte[] saved(FlatHnsw index) throws IOException {
        var bytes = new ByteArrayOutputStream();
        index.save(new DataOutputStream(bytes));
        return bytes.toByteArray();
    }

    private static FlatHnsw loaded(byte[] bytes, HnswSettings settings) throws IOException {
        var in = new DataInputStream(new ByteArrayInputStream(bytes));
        return FlatHnsw.load(in, Storage.INT8, VectorIndexContract.DIMENSION, 1_000, settings);
    }

    @Test
    void aLoadedGraphIsTheSameGraph() throws IOException {
        FlatHnsw index = filled(500);
        FlatHnsw other = loaded(saved(index), SETTINGS);
        for (int i = 0; i < 50; i++) {
            float[] query = vectors.next();
            assertThat(other.nearest(query, 10)).as("seed %d", seed).isEqualTo(index.nearest(query, 10));
        }
    }

    @Test
    void whatIsOfOtherSettingsOrTooLargeIsRefused() throws IOException {
        byte[] bytes = saved(filled(50));
        assertThatThrownBy(() -> loaded(bytes, new HnswSettings(9, 60, 60)))
                .isInstanceOf(SnapshotException.class)
                .hasMessage("has m = 8, this instance 9");
        byte[] large = bytes.clone();
        ByteBuffer.wrap(large).putInt(4, 1_001);
        assertThatThrownBy(() -> loaded(large, SETTINGS)).hasMessage("has 1001 places, 1000 are allowed");
    }

    /// A checksum keeps such files away; this is what would happen without it.
    @Test
    void whateverBytesItIsGivenItLoadsOrRefusesAndNeverBreaksLater() throws IOException {
        byte[] bytes = saved(filled(60));
        Random random = new Random(seed);
        for (int round = 0; round < 2_000; round++) {
            byte[] damaged = Arrays.copyOf(bytes, bytes.length - (round % 4 == 0 ? random.nextInt(bytes.length) : 0));
            for (int i = 0; damaged.length > 0 && i <= random.nextInt(3); i++) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            }
            try {
                FlatHnsw index = loaded(damaged, SETTINGS);
                index.nearest(vectors.next(), 5);
                index.put(ItemId.dataset(7), vectors.next());
            } catch (IOException e) {
                assertThat(e).as("seed %d", seed).isNotNull();
            }
        }
    }
}
