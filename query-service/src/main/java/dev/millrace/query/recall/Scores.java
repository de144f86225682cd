package dev.millrace.query.recall;

import dev.millrace.contract.id.ItemId;
import dev.millrace.query.item.ItemPlaces;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongPredicate;

/// Scores by item, see [ItemId#code]. **Threads:** one.
public final class Scores {
    private final ItemPlaces places;
    private double[] scores;

    /// @param expected how many items
    public Scores(int expected) {
        places = new ItemPlaces(expected);
        scores = new double[Math.max(1, expected)];
    }

    /// Whether an item has been looked at.
    boolean has(long code) {
        return places.has(code);
    }

    /// Gives an item its score; one of 0 is none.
    void put(long code, double score) {
        int place = place(code); // before the array is read: it may be another afterwards
        scores[place] = score;
    }

    /// Adds to the score of an item; what is not above 0 counts for nothing.
    void add(long code, double score) {
        if (score > 0) {
            int place = place(code);
            scores[place] += score;
        }
    }

    /// The score of an item is this, or a higher one that it has.
    public void raise(long code, double score) {
        int place = place(code);
        scores[place] = Math.max(scores[place], score);
    }

    private int place(long code) {
        int place = places.of(code);
        if (place >= scores.length) {
            scores = Arrays.copyOf(scores, 2 * place);
        }
        return place;
    }

    /// The best that are shown, best first, ties by item id. Only as many are asked about as are needed: the rest stays
    /// a heap.
    public List<Candidate> best(LongPredicate shown, int limit) {
        int[] heap = new int[places.size()];
        int size = 0;
        for (int place = 0; place < heap.length; place++) {
            if (scores[place] > 0) {
                heap[size++] = place;
            }
        }
        for (int parent = size / 2 - 1; parent >= 0; parent--) {
            sink(heap, parent, size);
        }
        List<Candidate> best = new ArrayList<>(Math.min(limit, size));
        while (best.size() < limit && size > 0) {
            int first = heap[0];
            heap[0] = heap[--size];
            sink(heap, 0, size);
            if (shown.test(places.code(first))) {
                best.add(new Candidate(places.code(first), scores[first]));
            }
        }
        return best;
    }

    private void sink(int[] heap, int from, int size) {
        int parent = from;
        for (int child = 2 * parent + 1; child < size; child = 2 * parent + 1) {
            if (child + 1 < size && isBefore(heap[child + 1], heap[child])) {
                child++;
            }
            if (!isBefore(heap[child], heap[parent])) {
                return;
            }
            int lower = heap[parent];
            heap[parent] = heap[child];
            heap[child] = lower;
            parent = child;
        }
    }

    private boolean isBefore(int left, int right) {
        return scores[left] != scores[right]
                ? scores[left] > scores[right]
                : ItemId.compareCodes(places.code(left), places.code(right)) < 0;
    }
}
