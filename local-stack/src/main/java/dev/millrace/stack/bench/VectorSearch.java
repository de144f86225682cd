package dev.millrace.stack.bench;

import dev.millrace.contract.id.ItemId;
import dev.millrace.query.vector.Hit;
import dev.millrace.query.vector.VectorIndex;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/// How well and how fast the queries of a set are answered, by the processor time of one thread.
final class VectorSearch {
    static final int K = 50;
    private static final int PASSES = 3;
    private static final double NANOS_A_MICRO = 1e3;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final float[][] queries;
    private final List<Set<ItemId>> truth;

    /// A setting of an engine, such as ef, and what came of it.
    ///
    /// @param recall share of the really nearest 50 that is found
    /// @param micros of processor time a query
    record Point(int setting, double recall, double micros) {}

    /// @param exact finds what is really nearest
    VectorSearch(float[][] queries, VectorIndex exact) {
        this.queries = queries;
        truth = Arrays.stream(queries)
                .map(query -> Set.copyOf(ids(exact.nearest(query, K))))
                .toList();
    }

    static List<ItemId> ids(List<Hit> hits) {
        return hits.stream().map(Hit::id).toList();
    }

    /// The item of a place in the set.
    static ItemId item(int slot) {
        return ItemId.dataset(1L + slot);
    }

    Point measure(VectorIndex index, int setting) {
        return measure(setting, query -> ids(index.nearest(query, K)));
    }

    /// One pass for recall, which warms up; then the median of three.
    Point measure(int setting, Function<float[], List<ItemId>> engine) {
        double recall = 0;
        for (int i = 0; i < queries.length; i++) {
            Set<ItemId> good = new HashSet<>(engine.apply(queries[i]));
            good.retainAll(truth.get(i));
            recall += (double) good.size() / truth.get(i).size();
        }
        double[] micros = new double[PASSES];
        for (int pass = 0; pass < PASSES; pass++) {
            long found = 0;
            long began = THREADS.getCurrentThreadCpuTime();
            for (float[] query : queries) {
                found += engine.apply(query).size();
            }
            micros[pass] = (THREADS.getCurrentThreadCpuTime() - began) / NANOS_A_MICRO / queries.length;
            if (found == 0) {
                throw new BenchException("nothing was found with setting " + setting);
            }
        }
        Arrays.sort(micros);
        return new Point(setting, recall / queries.length, micros[PASSES / 2]);
    }

    /// The first of rising settings that reaches `recall`; the last one when none does.
    static Point matched(double recall, int[] settings, Function<Integer, Point> measure) {
        Point point = measure.apply(settings[0]);
        for (int i = 1; i < settings.length && point.recall() < recall; i++) {
            point = measure.apply(settings[i]);
        }
        return point;
    }
}
