package dev.millrace.query.session;

import dev.millrace.contract.id.ItemId;
import dev.millrace.query.recall.Candidate;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/// Next items of a click path: VMIS-kNN (Kersbergen, Sprangers and Schelter, "Serenade: Low-Latency Session-Based
/// Recommendation in e-Commerce at Scale", SIGMOD 2022).
///
/// Of the newest m sessions that share an item with the path the k most similar propose their items ([Similar]). Score
/// of item i = idf(i) · Σ over those that have it of similarity · (1 - 0.1 · p), p = places between the end of the path
/// and the newest shared item, 1 for the last; idf(i) = ln(sessions / sessions with i). Sums are whole numbers, so an
/// answer does not depend on the order of additions. Candidates carry the score's share of what an item of all
/// neighbours and the highest idf would have, which is 0..1 and orders them alike.
public final class SessionRecall {
    private final SessionIndex index;
    private final SessionSettings settings;

    public SessionRecall(SessionIndex index, SessionSettings settings) {
        this.index = index;
        this.settings = settings;
    }

    /// Whether some session has had the item.
    public boolean knows(ItemId id) {
        return index.view().number(id) >= 0;
    }

    /// The best candidates, best first, ties by item id.
    ///
    /// @param path newest last; of an item that comes twice the last place counts
    /// @param eligible which items may be proposed
    public List<Candidate> recall(List<ItemId> path, Predicate<ItemId> eligible, int limit) {
        List<ItemId> newest = newest(path);
        if (newest.isEmpty()) {
            return List.of();
        }
        Set<ItemId> unwanted = settings.seen().unwanted(path);
        Predicate<ItemId> shown = id -> !unwanted.contains(id) && eligible.test(id);
        while (true) {
            SessionView view = index.view();
            Similar similar =
                    Similar.of(view, newest.stream().mapToInt(view::number).toArray(), settings);
            ItemSums sums = new ItemSums();
            long total = 0;
            for (int i = 0; i < similar.slots().length; i++) {
                int weight = similar.weights()[i];
                total += weight;
                for (int item : view.items(similar.slots()[i])) {
                    sums.add(item, weight);
                }
            }
            if (view.isIntact()) {
                return best(view, sums, total, shown, limit);
            }
        }
    }

    private List<ItemId> newest(List<ItemId> path) {
        LinkedHashSet<ItemId> newestFirst = new LinkedHashSet<>();
        for (ItemId id : path.reversed()) {
            if (newestFirst.size() == settings.length()) {
                break;
            }
            newestFirst.add(id);
        }
        return new ArrayList<>(newestFirst).reversed();
    }

    private static List<Candidate> best(
            SessionView view, ItemSums sums, long total, Predicate<ItemId> shown, int limit) {
        double highest = total * Math.log(view.count());
        BestFirst ranked = new BestFirst(view, sums.size());
        sums.forEach((item, sum) -> {
            double idf = Math.log((double) view.count() / view.postings(item)[0]);
            ranked.add(item, highest == 0 ? 0 : sum * idf / highest);
        });
        return ranked.first(shown, limit);
    }
}
