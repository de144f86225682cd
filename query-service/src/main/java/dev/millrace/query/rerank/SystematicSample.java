package dev.millrace.query.rerank;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/// Draws without repeats so that each item's probability of being drawn is known exactly: systematic sampling with
/// probability proportional to size (Madow, "On the theory of systematic sampling, II", 1949).
///
/// Probabilities are proportional to weights, at most 1, and sum up to `expected`, which need not be whole.
/// They are laid on a line one after the other; the items that lie over u, u + 1, u + 2 … are drawn, u uniform
/// below 1. That is as many as `expected` rounded down or up, up with the probability of its fraction: no
/// rounding of its own is needed. The order on the line is drawn as well, or neighbours on it would never be
/// drawn together. Pure.
final class SystematicSample {
    private final double[] probabilities;

    /// @param weights above 0
    /// @param expected 0 to the number of weights
    SystematicSample(double[] weights, double expected) {
        probabilities = probabilities(weights, expected);
    }

    /// Probability of being drawn.
    double probability(int item) {
        return probabilities[item];
    }

    /// The items drawn, in an order that was drawn.
    int[] draw(RandomGenerator random) {
        int[] order = shuffled(probabilities.length, random);
        int[] drawn = new int[order.length];
        int count = 0;
        double next = random.nextDouble();
        double line = 0;
        for (int item : order) {
            line += probabilities[item];
            if (line > next) {
                drawn[count++] = item;
                next++;
            }
        }
        return Arrays.copyOf(drawn, count);
    }

    /// The numbers below `count` in an order of which each is equally likely.
    static int[] shuffled(int count, RandomGenerator random) {
        int[] order = new int[count];
        for (int place = 0; place < count; place++) {
            int other = random.nextInt(place + 1);
            order[place] = order[other];
            order[other] = place;
        }
        return order;
    }

    /// What would exceed 1 is certain, and the others share the rest; that may make others exceed 1.
    private static double[] probabilities(double[] weights, double expected) {
        double[] result = new double[weights.length];
        boolean again = true;
        while (again) {
            again = false;
            double left = expected;
            double sum = 0;
            for (int item = 0; item < weights.length; item++) {
                left -= result[item] == 1 ? 1 : 0;
                sum += result[item] == 1 ? 0 : weights[item];
            }
            for (int item = 0; item < weights.length; item++) {
                if (result[item] != 1) {
                    result[item] = Math.min(1, Math.max(0, left) * weights[item] / sum);
                    again |= result[item] == 1;
                }
            }
        }
        return result;
    }
}
