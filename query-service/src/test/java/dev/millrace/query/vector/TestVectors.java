package dev.millrace.query.vector;

import dev.millrace.contract.id.ItemId;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;

/// Seeded vectors that lie in clusters, as those of texts do, and the search that every index is compared with.
final class TestVectors {
    private static final int CENTRES = 20;
    private static final float SPREAD = 0.8f;

    private final Random random;
    private final float[][] centres;
    private final int dimension;

    TestVectors(long seed, int dimension) {
        random = new Random(seed);
        this.dimension = dimension;
        centres = new float[CENTRES][];
        for (int i = 0; i < CENTRES; i++) {
            centres[i] = unit(noise(1));
        }
    }

    float[] next() {
        float[] vector = noise(SPREAD / (float) Math.sqrt(dimension));
        float[] centre = centres[random.nextInt(CENTRES)];
        for (int i = 0; i < dimension; i++) {
            vector[i] += centre[i];
        }
        return unit(vector);
    }

    private float[] noise(float size) {
        float[] vector = new float[dimension];
        for (int i = 0; i < dimension; i++) {
            vector[i] = size * (float) random.nextGaussian();
        }
        return vector;
    }

    static float[] unit(float... vector) {
        double length = 0;
        for (float component : vector) {
            length += component * component;
        }
        float[] unit = new float[vector.length];
        for (int i = 0; i < unit.length; i++) {
            unit[i] = (float) (vector[i] / Math.sqrt(length));
        }
        return unit;
    }

    /// Brute force in double precision.
    static List<Hit> nearest(Map<ItemId, float[]> vectors, float[] query, int k) {
        return vectors.entrySet().stream()
                .map(entry -> new Hit(entry.getKey(), (float) dot(entry.getValue(), query)))
                .sorted(Comparator.comparingDouble(Hit::similarity).reversed().thenComparing(Hit::id))
                .limit(k)
                .toList();
    }

    static double dot(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (double) a[i] * b[i];
        }
        return sum;
    }

    /// Share of `expected` that was found, with what is as near as the last of them.
    static double recall(List<Hit> found, List<Hit> expected) {
        if (expected.isEmpty()) {
            return 1;
        }
        double worst = expected.getLast().similarity() - 1e-5;
        long good = found.stream().filter(hit -> hit.similarity() >= worst).count();
        return (double) Math.min(good, expected.size()) / expected.size();
    }
}
