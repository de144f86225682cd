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

/// All that is counted of one item's pairs. Mutable, one thread.
final class PairRow {
    static final ProtoSerde<ItemPairs> FORMAT = ProtoSerde.versioned(ItemPairs.parser(), 1);

    /// An actor who took it before weighs as much as one who viewed it next: only for the choice of the best,
    /// readers weigh and normalise for themselves.
    private static final int BEFORE = HistoryEntries.VIEWED;

    private static final Comparator<Neighbour> STRONGEST_FIRST = Comparator.comparingLong(
                    (Neighbour pair) -> strength(pair))
            .reversed()
            .thenComparing(Neighbour::getItemId, ItemId::compareKeys);

    /// Share of the pairs that goes at once when there are too many: choosing them costs more than counting.
    private static final int EVICTED = 10;

    private long activity;
    private long actors;
    private final Map<String, long[]> pairs = new HashMap<>();

    static PairRow of(ItemPairs stored) {
        PairRow row = new PairRow();
        row.activity = stored.getActivity();
        row.actors = stored.getActors();
        for (Neighbour pair : stored.getPairsList()) {
            row.pairs.put(pair.getItemId(), new long[] {pair.getNext(), pair.getBefore()});
        }
        return row;
    }

    ItemPairs stored() {
        ItemPairs.Builder stored = ItemPairs.newBuilder().setActivity(activity).setActors(actors);
        pairs.forEach((item, sums) -> stored.addPairs(neighbour(item, sums)));
        return stored.build();
    }

    /// Counts; returns whether pairs had to go for want of room, the weakest first.
    boolean add(PairUpdate update, int maxPairs) {
        activity += update.getActivityDelta();
        actors += update.getActorsDelta();
        for (Neighbour delta : update.getDeltasList()) {
            long[] sums = pairs.computeIfAbsent(delta.getItemId(), _ -> new long[2]);
            sums[0] = Math.max(0, sums[0] + delta.getNext());
            sums[1] = Math.max(0, sums[1] + delta.getBefore());
            if (sums[0] == 0 && sums[1] == 0) {
                pairs.remove(delta.getItemId());
            }
        }
        if (pairs.size() <= maxPairs) {
            return false;
        }
        strongestFirst().stream().skip(maxPairs - maxPairs / EVICTED).forEach(weak -> pairs.remove(weak.getItemId()));
        return true;
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
        long[] strengths = pairs.values().stream().mapToLong(PairRow::strength).toArray();
        Arrays.sort(strengths);
        return strengths[strengths.length - place];
    }

    private List<Neighbour> notWeakerThan(long strength) {
        List<Neighbour> found = new ArrayList<>();
        pairs.forEach((item, sums) -> {
            if (strength(sums) >= strength) {
                found.add(neighbour(item, sums));
            }
        });
        return found;
    }

    private List<Neighbour> strongestFirst() {
        return pairs.entrySet().stream()
                .map(pair -> neighbour(pair.getKey(), pair.getValue()))
                .sorted(STRONGEST_FIRST)
                .toList();
    }

    private static Neighbour neighbour(String item, long[] sums) {
        return Neighbour.newBuilder()
                .setItemId(item)
                .setNext(sums[0])
                .setBefore(sums[1])
                .build();
    }

    private static long strength(Neighbour pair) {
        return pair.getNext() + BEFORE * pair.getBefore();
    }

    private static long strength(long[] sums) {
        return sums[0] + BEFORE * sums[1];
    }
}
