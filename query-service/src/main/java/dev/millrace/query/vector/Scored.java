package dev.millrace.query.vector;

/// A similarity and a slot in one long that sorts by the similarity: heaps of them need no objects.
public final class Scored {
    private static final int MAGNITUDE = 0x7fffffff;

    private Scored() {}

    public static long of(float similarity, int slot) {
        return (long) sortable(Float.floatToRawIntBits(similarity)) << Integer.SIZE | slot;
    }

    public static int slot(long scored) {
        return (int) scored;
    }

    public static float similarity(long scored) {
        return Float.intBitsToFloat(sortable((int) (scored >> Integer.SIZE)));
    }

    /// Bits of floats sort like whole numbers but for negative ones, which sort the other way round.
    private static int sortable(int bits) {
        return bits ^ ((bits >> (Integer.SIZE - 1)) & MAGNITUDE);
    }
}
