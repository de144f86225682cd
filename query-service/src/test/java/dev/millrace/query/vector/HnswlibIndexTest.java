package dev.millrace.query.vector;

import java.io.DataInput;
import java.io.IOException;

class HnswlibIndexTest extends VectorIndexContract {
    private static final HnswSettings SETTINGS = new HnswSettings(8, 60, 60);

    @Override
    VectorIndex create(int dimension, int capacity) {
        return new HnswlibIndex(dimension, capacity, SETTINGS);
    }

    @Override
    VectorIndex load(DataInput in, int dimension, int capacity) throws IOException {
        return HnswlibIndex.load(in, dimension, capacity, SETTINGS);
    }

    /// With many dead ones searches end early, beside changes or not.
    @Override
    int changes() {
        return 150;
    }

    @Override
    double leastRecall() {
        return 0.93;
    }
}
