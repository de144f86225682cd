package dev.millrace.streams.neighbours;

import dev.millrace.contract.id.ItemId;
import dev.millrace.contract.proto.ItemPairs;
import dev.millrace.contract.proto.Neighbour;
import dev.millrace.contract.proto.Neighbours;
import dev.millrace.contract.proto.PairUpdate;
import dev.millrace.contract.serde.ProtoSerde;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// All that is counted of one item's pairs. Mutable, one thread.
final class PairRow {
    static final ProtoSerde<ItemPairs> FORMAT = ProtoSerde.versioned(ItemPairs.parser(), 1);

    /// An actor who took it before weighs as much as one who viewed it next: only for the choice of the best,
    /// readers weigh and normalise for themselves.
    private static final int BEFORE = HistoryEntries.VIEWED;

    private static final Comparator<Neighbour> STRONGEST_FIRST = (left, right) -> {
        int stronger = Long.compare(strength(right), strength(left));
        return stronger == 0 ? ItemId.compareKeys(left.getItemId(), right.getItemId()) : stronger;
    };

    /// Share of the pairs that goes at once when there are too many: choosing them costs more than counting.
    private static final int EVICTED = 10;

    private long activity;
    private long actors;

    /// As they are stored and ranked: of many, a few change between two times.
    private final Map<String, Neighbour> pairs = new HashMap<>();

    static PairRow of(ItemPairs stored) {
        PairRow row = new PairRow();
        row.activity = stored.getActivity();
        row.actors = stored.getActors();
        for (Neighbour pair : stored.getPairsList()) {
            row.pairs.put(pair.getItemId(), pair);
        }
        return row;
    }

    ItemPairs stored() {
        return ItemPairs.newBuilder()
                .setActivity(activity)
                .setActors(actors)
                .addAllPairs(pairs.values())
                .build();
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
        all.sort(STRONGEST_FIRST);
        all.subList(maxPairs - maxPairs / EVICTED, all.size()).forEach(weak -> pairs.remove(weak.getItemId()));
        return true;
    }

    private void add(Neighbour delta) {
        @Nullable Neighbour known = pairs.get(delta.getItemId());
        long next = Math.max(0, (known == null ? 0 : known.getNext()) + delta.getNext());
        long before = Math.max(0, (known == null ? 0 : known.getBefore()) + delta.getBefore());
        if (next == 0 && before == 0) {
            pairs.remove(delta.getItemId());
        } else {
            Neighbour sum = Neighbour.newBuilder()
                    .setItemId(known == null ? delta.getItemId() : known.getItemId())
                    .setNext(next)
                    .setBefore(before)
                    .build();
            pairs.put(sum.getItemId(), sum);
        }
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
        List<Neighbour> best = notWeakerThan(strengthAt(limit));
        best.sort(STRONGEST_FIRST);
        return Neighbours.newBuilder()
                .setActivity(activity)
                .setActors(actors)
                .addAllItems(best.subList(0, Math.min(limit, best.size())))
                .build();
    }

    /// Strength of the pair in that place, from 1; 0 when there are fewer. Numbers sort faster than pairs.
    private long strengthAt(int place) {
        if (pairs.size() <= place) {
            return 0;
        }
        long[] strengths = new long[pairs.size()];
        int seen = 0;
        for (Neighbour pair : pairs.values()) {
            strengths[seen++] = strength(pair);
        }
        Arrays.sort(strengths);
        return strengths[strengths.length - place];
    }

    private List<Neighbour> notWeakerThan(long strength) {
        List<Neighbour> found = new ArrayList<>();
        for (Neighbour pair : pairs.values()) {
            if (strength(pair) >= strength) {
                found.add(pair);
            }
        }
        return found;
    }

    private static long strength(Neighbour pair) {
        return pair.getNext() + BEFORE * pair.getBefore();
    }
}
