package dev.millrace.query.vector;

import dev.millrace.contract.id.ItemId;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/// Counts how many of the really nearest items an index finds, on items of its own, as they are kept.
final class RecallProbe {
    private static final DotProduct DOT = DotProduct.best();
    /// What is as near as the last of the nearest is as good.
    private static final float ROUNDING = 1e-6f;

    private final RandomGenerator random;

    RecallProbe(RandomGenerator random) {
        this.random = random;
    }

    /// Mean share of the `k` nearest that are found, over at most `items` items; 1 when there are none.
    double recall(VectorIndex index, int items, int k) {
        List<float[]> queries = sample(index, items);
        List<LongHeap> nearest = queries.stream().map(_ -> new LongHeap()).toList();
        index.forEach((_, vector) -> {
            for (int i = 0; i < queries.size(); i++) {
                offer(nearest.get(i), DOT.of(queries.get(i), vector, 0), k);
            }
            return !Thread.currentThread().isInterrupted();
        });
        double sum = 0;
        for (int i = 0; i < queries.size(); i++) {
            sum += share(index.nearest(queries.get(i), k), nearest.get(i));
        }
        return queries.isEmpty() ? 1 : sum / queries.size();
    }

    private static void offer(LongHeap best, float similarity, int k) {
        long scored = Scored.of(similarity, 0);
        if (best.size() < k) {
            best.add(scored);
        } else if (scored > best.top()) {
            best.replaceTop(scored);
        }
    }

    private static double share(List<Hit> found, LongHeap nearest) {
        if (nearest.isEmpty()) {
            return 1;
        }
        float worst = Scored.similarity(nearest.top()) - ROUNDING;
        long good = found.stream().filter(hit -> hit.similarity() >= worst).count();
        return Math.min(1, (double) good / nearest.size());
    }

    /// Each item with the same chance (Vitter's algorithm R).
    private List<float[]> sample(VectorIndex index, int size) {
        List<float[]> chosen = new ArrayList<>(size);
        index.forEach(new VectorIndex.Visitor() {
            private int met;

            @Override
            public boolean visit(ItemId id, float[] vector) {
                int place = met < size ? met : random.nextInt(met + 1);
                met++;
                if (place == chosen.size()) {
                    chosen.add(vector.clone());
                } else if (place < size) {
                    chosen.set(place, vector.clone());
                }
                return true;
            }
        });
        return chosen;
    }
}
