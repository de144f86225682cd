package dev.millrace.query.vector;

/// One component after the other, in four sums that do not wait for each other.
final class ScalarDot implements DotProduct {

    @Override
    public float of(float[] query, float[] block, int offset) {
        float a = 0;
        float b = 0;
        float c = 0;
        float d = 0;
        int i = 0;
        for (; i < query.length - 3; i += 4) {
            a += query[i] * block[offset + i];
            b += query[i + 1] * block[offset + i + 1];
            c += query[i + 2] * block[offset + i + 2];
            d += query[i + 3] * block[offset + i + 3];
        }
        for (; i < query.length; i++) {
            a += query[i] * block[offset + i];
        }
        return a + b + (c + d);
    }

    @Override
    public float of(float[] query, byte[] block, int offset) {
        float a = 0;
        float b = 0;
        float c = 0;
        float d = 0;
        int i = 0;
        for (; i < query.length - 3; i += 4) {
            a += query[i] * block[offset + i];
            b += query[i + 1] * block[offset + i + 1];
            c += query[i + 2] * block[offset + i + 2];
            d += query[i + 3] * block[offset + i + 3];
        }
        for (; i < query.length; i++) {
            a += query[i] * block[offset + i];
        }
        return a + b + (c + d);
    }
}
