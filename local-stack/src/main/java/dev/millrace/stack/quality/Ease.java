package dev.millrace.stack.quality;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;

/// EASE: a linear model of each item by all others, in closed form (Steck, "Embarrassingly shallow autoencoders for
/// sparse data", WWW 2019). B = I − P / diag(P), P = (G + λ I)⁻¹, G the co-occurrence matrix. The inverse is cubic, so
/// that only the most taken items take part.
final class Ease implements Recommender {
    private final int maxItems;
    private final double lambda;
    private final Interests interests = new Interests();
    private final Map<Long, Integer> columns = new HashMap<>();
    private List<Long> items = List.of();
    private DMatrixRMaj weights = new DMatrixRMaj(0, 0);

    /// @param maxItems most taken items that take part
    /// @param lambda L2 regularisation
    Ease(int maxItems, double lambda) {
        this.maxItems = maxItems;
        this.lambda = lambda;
    }

    @Override
    public String name() {
        return "ease";
    }

    @Override
    public void learn(Event event) {
        interests.add(event);
    }

    @Override
    public void fit() {
        List<Integer> chosen = interests.mostTaken(maxItems);
        items = chosen.stream().map(interests::item).toList();
        columns.clear();
        DMatrixRMaj inverse = new DMatrixRMaj(chosen.size(), chosen.size());
        float[] together = new float[interests.size()];
        for (int row = 0; row < chosen.size(); row++) {
            columns.put(items.get(row), row);
            interests.together(chosen.get(row), together);
            for (int column = 0; column < chosen.size(); column++) {
                inverse.set(row, column, together[chosen.get(column)] + (row == column ? lambda : 0));
            }
        }
        if (!CommonOps_DDRM.invertSPD(inverse, inverse)) {
            throw new IllegalStateException("the co-occurrence matrix cannot be inverted: lambda " + lambda);
        }
        for (int column = 0; column < chosen.size(); column++) {
            double diagonal = inverse.get(column, column);
            for (int row = 0; row < chosen.size(); row++) {
                inverse.set(row, column, row == column ? 0 : -inverse.get(row, column) / diagonal);
            }
        }
        weights = inverse;
    }

    /// How much `from` speaks for `to`; 0 for items that take no part.
    double weight(long from, long to) {
        Integer row = columns.get(from);
        Integer column = columns.get(to);
        return row == null || column == null ? 0 : weights.get(row, column);
    }

    @Override
    public List<Long> recommend(List<Long> newestFirst, Set<Long> known, int limit) {
        double[] sums = new double[items.size()];
        for (long item : newestFirst) {
            Integer row = columns.get(item);
            for (int column = 0; row != null && column < sums.length; column++) {
                sums[column] += weights.get(row, column);
            }
        }
        TopScores scores = new TopScores();
        for (int column = 0; column < sums.length; column++) {
            if (sums[column] > 0) {
                scores.add(items.get(column), sums[column]);
            }
        }
        return scores.best(known, limit);
    }
}
