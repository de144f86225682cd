package dev.millrace.stack.bench;

import dev.millrace.query.vector.DotProduct;
import dev.millrace.query.vector.LongHeap;
import dev.millrace.query.vector.Scored;
import java.util.Arrays;
import java.util.Random;

/// What HNSW is measured against: an inverted file with whole vectors. Vectors lie in the list of their nearest
/// centre; a search looks at every vector of the `probes` lists whose centres are nearest. Lists = √vectors, centres
/// by spherical k-means on at most 20,000 of them (Sivic and Zisserman, "Video Google", ICCV 2003). Dot products and
/// heaps are those of our own indexes.
final class IvfFlat {
    private static final DotProduct DOT = DotProduct.best();
    private static final int SEED = 7;
    private static final int SAMPLE = 20_000;
    private static final int ROUNDS = 12;

    private final int dimension;
    private final int lists;
    private final float[] centres;
    private final float[][] vectors;
    private final int[][] slots;
    private final LongHeap near = new LongHeap();
    private final LongHeap found = new LongHeap();

    IvfFlat(float[][] base) {
        dimension = base[0].length;
        lists = (int) Math.round(Math.sqrt(base.length));
        centres = centres(base);
        int[] listOf = Arrays.stream(base).mapToInt(this::nearestCentre).toArray();
        int[] sizes = new int[lists];
        Arrays.stream(listOf).forEach(list -> sizes[list]++);
        vectors = new float[lists][];
        slots = new int[lists][];
        for (int list = 0; list < lists; list++) {
            vectors[list] = new float[sizes[list] * dimension];
            slots[list] = new int[sizes[list]];
        }
        for (int slot = base.length - 1; slot >= 0; slot--) {
            int list = listOf[slot];
            int place = --sizes[list];
            slots[list][place] = slot;
            System.arraycopy(base[slot], 0, vectors[list], place * dimension, dimension);
        }
    }

    int lists() {
        return lists;
    }

    /// Slots of the `k` nearest among the lists that are looked at, in no order.
    int[] nearest(float[] query, int k, int probes) {
        near.clear();
        for (int list = 0; list < lists; list++) {
            offer(near, Scored.of(DOT.of(query, centres, list * dimension), list), probes);
        }
        found.clear();
        while (!near.isEmpty()) {
            int list = Scored.slot(near.take());
            for (int place = 0; place < slots[list].length; place++) {
                float similarity = DOT.of(query, vectors[list], place * dimension);
                offer(found, Scored.of(similarity, slots[list][place]), k);
            }
        }
        int[] nearest = new int[found.size()];
        for (int i = nearest.length - 1; i >= 0; i--) {
            nearest[i] = Scored.slot(found.take());
        }
        return nearest;
    }

    private static void offer(LongHeap best, long scored, int most) {
        if (best.size() < most) {
            best.add(scored);
        } else if (scored > best.top()) {
            best.replaceTop(scored);
        }
    }

    private float[] centres(float[][] base) {
        Random random = new Random(SEED);
        float[][] sample = random.ints(Math.min(SAMPLE, base.length), 0, base.length)
                .mapToObj(slot -> base[slot])
                .toArray(float[][]::new);
        float[] now = new float[lists * dimension];
        for (int list = 0; list < lists; list++) {
            System.arraycopy(sample[random.nextInt(sample.length)], 0, now, list * dimension, dimension);
        }
        for (int round = 0; round < ROUNDS; round++) {
            float[] sums = new float[now.length];
            for (float[] vector : sample) {
                int list = nearest(vector, now);
                for (int i = 0; i < dimension; i++) {
                    sums[list * dimension + i] += vector[i];
                }
            }
            now = normalised(sums, sample, random);
        }
        return now;
    }

    /// An empty list gets a vector of the sample for a centre.
    private float[] normalised(float[] sums, float[][] sample, Random random) {
        for (int list = 0; list < lists; list++) {
            double squares = 0;
            for (int i = 0; i < dimension; i++) {
                squares += (double) sums[list * dimension + i] * sums[list * dimension + i];
            }
            if (squares == 0) {
                System.arraycopy(sample[random.nextInt(sample.length)], 0, sums, list * dimension, dimension);
                squares = 1;
            }
            for (int i = 0; i < dimension; i++) {
                sums[list * dimension + i] /= (float) Math.sqrt(squares);
            }
        }
        return sums;
    }

    private int nearestCentre(float[] vector) {
        return nearest(vector, centres);
    }

    private int nearest(float[] vector, float[] among) {
        int best = 0;
        float highest = Float.NEGATIVE_INFINITY;
        for (int list = 0; list < lists; list++) {
            float similarity = DOT.of(vector, among, list * dimension);
            if (similarity > highest) {
                highest = similarity;
                best = list;
            }
        }
        return best;
    }
}
