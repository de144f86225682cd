package dev.millrace.stack.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;

/// Vectors to search among and vectors to search for, all of length 1. The same for the same seed.
///
/// @param name in figures
/// @param base `float[count][dimension]`
/// @param queries likewise, none of them in `base`
@SuppressWarnings("ArrayRecordComponent") // never compared
record VectorSet(String name, float[][] base, float[][] queries) {
    private static final int SEED = 20261126;
    private static final int BASE = 10_000;
    private static final int QUERIES = 500;
    private static final int DIMENSION = 384;
    private static final int NOISE_DIMENSION = 128;
    /// Of the rotation of a copy: cos 0.35 is 0.94.
    private static final double ANGLE = 0.35;
    /// Length of the noise that each vector of a copy gets.
    private static final double NOISE = 0.35;

    /// Texts of Debian packages: `debian-embeddings`.
    static boolean isIn(Path folder) {
        return Files.isReadable(file(folder));
    }

    private static Path file(Path folder) {
        return folder.resolve("vectors-10500x384.f16le");
    }

    static VectorSet debian(Path folder) {
        try {
            var halves = ByteBuffer.wrap(Files.readAllBytes(file(folder)))
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .asShortBuffer();
            float[][] all = new float[BASE + QUERIES][DIMENSION];
            for (float[] vector : all) {
                for (int i = 0; i < DIMENSION; i++) {
                    vector[i] = Float.float16ToFloat(halves.get());
                }
                normalise(vector);
            }
            return split("10k", all);
        } catch (IOException e) {
            throw new BenchException("cannot read " + file(folder) + ": " + e.getMessage(), e);
        }
    }

    /// In the place of real ones: 1,000 topics in 60 directions, noise in all.
    static VectorSet substitute() {
        Random random = new Random(SEED);
        float[][] directions = noise(random, 60, DIMENSION);
        float[][] topics = new float[1_000][DIMENSION];
        for (float[] topic : topics) {
            for (float[] direction : directions) {
                add(topic, direction, random.nextGaussian());
            }
            normalise(topic);
        }
        float[][] all = noise(random, BASE + QUERIES, DIMENSION);
        for (float[] vector : all) {
            add(vector, topics[random.nextInt(topics.length)], 1);
            normalise(vector);
        }
        return split("10k", all);
    }

    /// The founding list's: every component at random, no structure at all.
    static VectorSet uniform() {
        Random random = new Random(SEED);
        float[][] all = new float[BASE + QUERIES][NOISE_DIMENSION];
        for (float[] vector : all) {
            for (int i = 0; i < NOISE_DIMENSION; i++) {
                vector[i] = random.nextFloat() - 0.5f;
            }
            normalise(vector);
        }
        return split("uniform", all);
    }

    private static VectorSet split(String name, float[][] all) {
        return new VectorSet(name, Arrays.copyOf(all, BASE), Arrays.copyOfRange(all, BASE, all.length));
    }

    /// These and nine copies of them, each turned by a rotation of its own, each vector with noise of its own: the
    /// cosine of a vector and its copy is about 0.89. Queries stay.
    VectorSet tenfold() {
        Random random = new Random(SEED);
        float[][] more = new float[10 * base.length][];
        System.arraycopy(base, 0, more, 0, base.length);
        for (int copy = 1; copy < 10; copy++) {
            int[] order = order(random, base[0].length);
            for (int i = 0; i < base.length; i++) {
                more[copy * base.length + i] = turned(base[i], order, random);
            }
        }
        return new VectorSet("100k", more, queries);
    }

    /// The same with the first half turned, as in [#tenfold]: half of the items have got other words.
    VectorSet halfTurned() {
        Random random = new Random(SEED + 1);
        int[] order = order(random, base[0].length);
        float[][] changed = base.clone();
        for (int i = 0; i < changed.length / 2; i++) {
            changed[i] = turned(base[i], order, random);
        }
        return new VectorSet(name, changed, queries);
    }

    /// Turned by [#ANGLE] in the planes of consecutive axes of `order`.
    private static float[] turned(float[] vector, int[] order, Random random) {
        float[] turned = noise(random, 1, vector.length)[0];
        for (int i = 0; i < turned.length; i++) {
            turned[i] *= (float) NOISE;
        }
        for (int i = 0; i + 1 < order.length; i += 2) {
            int x = order[i];
            int y = order[i + 1];
            turned[x] += (float) (Math.cos(ANGLE) * vector[x] - Math.sin(ANGLE) * vector[y]);
            turned[y] += (float) (Math.sin(ANGLE) * vector[x] + Math.cos(ANGLE) * vector[y]);
        }
        normalise(turned);
        return turned;
    }

    private static int[] order(Random random, int count) {
        int[] order = new int[count];
        for (int i = 0; i < count; i++) {
            int other = random.nextInt(i + 1);
            order[i] = order[other];
            order[other] = i;
        }
        return order;
    }

    private static float[][] noise(Random random, int count, int dimension) {
        float[][] all = new float[count][dimension];
        for (float[] vector : all) {
            for (int i = 0; i < dimension; i++) {
                vector[i] = (float) random.nextGaussian();
            }
            normalise(vector);
        }
        return all;
    }

    private static void add(float[] to, float[] other, double weight) {
        for (int i = 0; i < to.length; i++) {
            to[i] += (float) (weight * other[i]);
        }
    }

    private static void normalise(float[] vector) {
        double squares = 0;
        for (float component : vector) {
            squares += (double) component * component;
        }
        for (int i = 0; i < vector.length; i++) {
            vector[i] /= (float) Math.sqrt(squares);
        }
    }
}
