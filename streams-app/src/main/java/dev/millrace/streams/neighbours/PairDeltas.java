package dev.millrace.streams.neighbours;

import dev.millrace.contract.proto.Neighbour;
import dev.millrace.contract.proto.PairUpdate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Sums up what histories do to items and pairs: what cancels out, or is added twice, is sent once. One thread.
final class PairDeltas {
    private final Map<String, OfItem> items = new LinkedHashMap<>();
    private int size;

    /// Of one item.
    final class OfItem {
        private final Map<String, long[]> pairs = new LinkedHashMap<>();
        private long activity;
        private long actors;

        /// The strengths of all actors for it.
        void activity(int delta) {
            activity += delta;
        }

        /// How many actors have it.
        void actors(int delta) {
            actors += delta;
        }

        /// `other` was taken soon behind it.
        void next(String other, int delta) {
            pair(other)[0] += delta;
        }

        /// `other` was taken before it.
        void before(String other, int delta) {
            pair(other)[1] += delta;
        }

        private long[] pair(String other) {
            return pairs.computeIfAbsent(other, _ -> {
                size++;
                return new long[2];
            });
        }
    }

    /// Those of an item, to add to until they are taken.
    OfItem of(String item) {
        return items.computeIfAbsent(item, _ -> {
            size++;
            return new OfItem();
        });
    }

    /// Items and pairs that are held.
    int size() {
        return size;
    }

    /// One update for each item that is touched, without what cancelled out; nothing is held any more.
    List<PairUpdate> take() {
        List<PairUpdate> updates = new ArrayList<>(items.size());
        items.forEach((item, deltas) -> {
            PairUpdate update = update(item, deltas);
            if (update.getActivityDelta() != 0 || update.getActorsDelta() != 0 || update.getDeltasCount() > 0) {
                updates.add(update);
            }
        });
        items.clear();
        size = 0;
        return updates;
    }

    private static PairUpdate update(String item, OfItem deltas) {
        PairUpdate.Builder update = PairUpdate.newBuilder()
                .setItemId(item)
                .setActivityDelta(deltas.activity)
                .setActorsDelta(deltas.actors);
        deltas.pairs.forEach((other, sums) -> {
            if (sums[0] != 0 || sums[1] != 0) {
                update.addDeltas(
                        Neighbour.newBuilder().setItemId(other).setNext(sums[0]).setBefore(sums[1]));
            }
        });
        return update.build();
    }
}
