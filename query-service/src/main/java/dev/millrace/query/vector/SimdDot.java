package dev.millrace.query.vector;

import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/// As many components at once as the processor's registers hold, in four sums that do not wait for each other.
///
/// To be loaded only where the module `jdk.incubator.vector` is. Bytes are widened to floats, which the query is
/// made of: that takes the same multiplications as whole numbers would, and the query loses nothing.
final class SimdDot implements DotProduct {
    private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
    private static final int LANES = FLOATS.length();

    /// As many bytes as floats fit into a register; 64 bits are the fewest there are.
    private static final VectorSpecies<Byte> BYTES =
            VectorSpecies.of(byte.class, VectorShape.forBitSize(Math.max(Long.SIZE, LANES * Byte.SIZE)));

    private static final boolean BYTES_FIT = BYTES.length() == LANES;
    private static final DotProduct ONE_BY_ONE = new ScalarDot();

    @Override
    public float of(float[] query, float[] block, int offset) {
        FloatVector a = FloatVector.zero(FLOATS);
        FloatVector b = a;
        FloatVector c = a;
        FloatVector d = a;
        int i = 0;
        for (; i <= query.length - 4 * LANES; i += 4 * LANES) {
            a = floats(query, i).fma(floats(block, offset + i), a);
            b = floats(query, i + LANES).fma(floats(block, offset + i + LANES), b);
            c = floats(query, i + 2 * LANES).fma(floats(block, offset + i + 2 * LANES), c);
            d = floats(query, i + 3 * LANES).fma(floats(block, offset + i + 3 * LANES), d);
        }
        for (; i <= query.length - LANES; i += LANES) {
            a = floats(query, i).fma(floats(block, offset + i), a);
        }
        float sum = a.add(b).add(c.add(d)).reduceLanes(VectorOperators.ADD);
        for (; i < query.length; i++) {
            sum += query[i] * block[offset + i];
        }
        return sum;
    }

    @Override
    public float of(float[] query, byte[] block, int offset) {
        if (!BYTES_FIT) {
            return ONE_BY_ONE.of(query, block, offset);
        }
        FloatVector a = FloatVector.zero(FLOATS);
        FloatVector b = a;
        FloatVector c = a;
        FloatVector d = a;
        int i = 0;
        for (; i <= query.length - 4 * LANES; i += 4 * LANES) {
            a = floats(query, i).fma(widened(block, offset + i), a);
            b = floats(query, i + LANES).fma(widened(block, offset + i + LANES), b);
            c = floats(query, i + 2 * LANES).fma(widened(block, offset + i + 2 * LANES), c);
            d = floats(query, i + 3 * LANES).fma(widened(block, offset + i + 3 * LANES), d);
        }
        for (; i <= query.length - LANES; i += LANES) {
            a = floats(query, i).fma(widened(block, offset + i), a);
        }
        float sum = a.add(b).add(c.add(d)).reduceLanes(VectorOperators.ADD);
        for (; i < query.length; i++) {
            sum += query[i] * block[offset + i];
        }
        return sum;
    }

    private static FloatVector floats(float[] from, int offset) {
        return FloatVector.fromArray(FLOATS, from, offset);
    }

    private static FloatVector widened(byte[] from, int offset) {
        return (FloatVector) ByteVector.fromArray(BYTES, from, offset).convertShape(VectorOperators.B2F, FLOATS, 0);
    }
}
