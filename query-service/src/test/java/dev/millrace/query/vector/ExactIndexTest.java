package dev.millrace.query.vector;

import java.io.DataInput;
import java.io.IOException;
import org.junit.jupiter.api.Nested;

class ExactIndexTest {

    @Nested
    class WithFloats extends VectorIndexContract {
        @Override
        VectorIndex create(int dimension, int capacity) {
            return new ExactIndex(Storage.FLOAT, dimension, capacity);
        }

        @Override
        VectorIndex load(DataInput in, int dimension, int capacity) throws IOException {
            return ExactIndex.load(in, Storage.FLOAT, dimension, capacity);
        }

        @Override
        double leastRecall() {
            return 1;
        }
    }

    @Nested
    class WithBytes extends VectorIndexContract {
        @Override
        VectorIndex create(int dimension, int capacity) {
            return new ExactIndex(Storage.INT8, dimension, capacity);
        }

        @Override
        VectorIndex load(DataInput in, int dimension, int capacity) throws IOException {
            return ExactIndex.load(in, Storage.INT8, dimension, capacity);
        }

        @Override
        double leastRecall() {
            return 0.96;
        }
    }
}
