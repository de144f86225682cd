package dev.millrace.query.session;

import dev.millrace.contract.id.ItemId;
import dev.millrace.query.recall.Candidate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/// Items by score, best first, ties by item id; only as many are put in order as are looked at. One thread.
final class BestFirst {
    private final SessionView view;
    private final int[] items;
    private final double[] scores;
    private int size;

    /// @param capacity items that will be added
    BestFirst(SessionView view, int capacity) {
        this.view = view;
        items = new int[capacity];
        scores = new double[capacity];
    }

    void add(int item, double score) {
        items[size] = item;
        scores[size++] = score;
    }

    /// The first of those that may be shown. Empties this.
    List<Candidate> first(Predicate<ItemId> shown, int limit) {
        for (int place = size / 2 - 1; place >= 0; place--) {
            sink(place);
        }
        List<Candidate> best = new ArrayList<>(limit);
        while (best.size() < limit && size > 0) {
            ItemId id = view.item(items[0]);
            if (shown.test(id)) {
                best.add(new Candidate(id, scores[0]));
            }
            swap(0, --size);
            sink(0);
        }
        return best;
    }

    private void sink(int from) {
        int place = from;
        for (int child = 2 * place + 1; child < size; child = 2 * place + 1) {
            if (child + 1 < size && isBefore(child + 1, child)) {
                child++;
            }
            if (!isBefore(child, place)) {
                return;
            }
            swap(child, place);
            place = child;
        }
    }

    private boolean isBefore(int left, int right) {
        return scores[left] != scores[right]
                ? scores[left] > scores[right]
                : view.item(items[left]).compareTo(view.item(items[right])) < 0;
    }

    private void swap(int left, int right) {
        int item = items[left];
        items[left] = items[right];
        items[right] = item;
        double score = scores[left];
        scores[left] = scores[right];
        scores[right] = score;
    }
}
