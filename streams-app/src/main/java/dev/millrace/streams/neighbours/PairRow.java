package dev.millrace.streams.neighbours;

import dev.millrace.contract.proto.ItemPairs;
import dev.millrace.contract.proto.Neighbour;
import dev.millrace.contract.proto.Neighbours;
import dev.millrace.contract.proto.PairUpdate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// All that is counted of one item's pairs. Mutable, one thread.
final class PairRow {
    /// Share of the pairs that goes at once when there are too many: choosing them costs more than counting.
    private static final int EVICTED = 10;

    private long activity;
    private long actors;

    /// As they are stored and ranked: of many, a few change between two times.
    private final Map<String, Neighbour> pairs = new HashMap<>();

    /// What differs from the pairs that were stored last as a whole; one that has gone has counts of 0.
    private final Map<String, Neighbour> changed = new HashMap<>();

    private @Nullable StrongestPairs strongest;
    private boolean stored;

    /// A row as it was stored.
    ///
    /// @param whole the last time as a whole
    /// @param since what has changed since; the sums of the item too
    static PairRow of(ItemPairs whole, @Nullable ItemPairs since) {
        PairRow row = new PairRow();
        row.stored = true;
        ItemPairs newest = since == null ? whole : since;
        row.activity = newest.getActivity();
        row.actors = newest.getActors();
        whole.getPairsList().forEach(pair -> row.pairs.put(pair.getItemId(), pair));
        if (since != null) {
            since.getPairsList().forEach(row::set);
        }
        return row;
    }

    /// All pairs, to be stored; from then on changes are counted anew.
    ItemPairs whole() {
        changed.clear();
        stored = true;
        return message(pairs.values());
    }

    /// Whether it has been stored as a whole.
    boolean isStored() {
        return stored;
    }

    /// What has changed since the row was stored as a whole.
    ItemPairs since() {
        return message(changed.values());
    }

    private ItemPairs message(Iterable<Neighbour> some) {
        return ItemPairs.newBuilder()
                .setActivity(activity)
                .setActors(actors)
                .addAllPairs(some)
                .build();
    }

    /// Pairs that have changed since.
    int changes() {
        return changed.size();
    }

    int size() {
        return pairs.size();
    }

    /// Counts; returns whether pairs had to go for want of room, the weakest first.
    boolean add(PairUpdate update, int maxPairs) {
        activity += update.getActivityDelta();
        actors += update.getActorsDelta();
        update.getDeltasList().forEach(this::add);
        if (pairs.size() <= maxPairs) {
            return false;
        }
        List<Neighbour> all = new ArrayList<>(pairs.values());
        all.sort(StrongestPairs.ORDER);
        all.subList(maxPairs - maxPairs / EVICTED, all.size())
                .forEach(weak -> set(weak.toBuilder().clearNext().clearBefore().build()));
        return true;
    }

    private void add(Neighbour delta) {
        @Nullable Neighbour known = pairs.get(delta.getItemId());
        set(Neighbour.newBuilder()
                .setItemId(known == null ? delta.getItemId() : known.getItemId())
                .setNext(Math.max(0, (known == null ? 0 : known.getNext()) + delta.getNext()))
                .setBefore(Math.max(0, (known == null ? 0 : known.getBefore()) + delta.getBefore()))
                .build());
    }

    private void set(Neighbour pair) {
        boolean gone = pair.getNext() == 0 && pair.getBefore() == 0;
        int size = pairs.size();
        @Nullable Neighbour before = gone ? pairs.remove(pair.getItemId()) : pairs.put(pair.getItemId(), pair);
        if (strongest != null) {
            strongest.changed(before, gone ? null : pair, size);
        }
        changed.put(pair.getItemId(), pair);
    }

    boolean isEmpty() {
        return activity <= 0 && actors <= 0 && pairs.isEmpty();
    }

    long activity() {
        return activity;
    }

    long actors() {
        return actors;
    }

    /// The strongest pairs, strongest first, ties by item id.
    Neighbours best(int limit) {
        if (strongest == null || strongest.limit() != limit) {
            strongest = new StrongestPairs(limit);
        }
        return Neighbours.newBuilder()
                .setActivity(activity)
                .setActors(actors)
                .addAllItems(strongest.of(pairs.values()))
                .build();
    }
}
