package dev.millrace.streams.neighbours;

import dev.millrace.contract.id.ItemId;
import dev.millrace.contract.proto.Neighbour;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The strongest of an item's pairs, kept in order while pairs change: a change moves one of them. Only when one of
/// them weakens or goes, and a pair that is not among them might be stronger, all are looked at again. One thread.
final class StrongestPairs {
    /// An actor who took it before weighs as much as one who viewed it next: only for the choice of the best,
    /// readers weigh and normalise for themselves.
    private static final int BEFORE = HistoryEntries.VIEWED;

    /// Strongest first, ties by item id.
    static final Comparator<Neighbour> ORDER = (left, right) -> {
        int stronger = Long.compare(strength(right), strength(left));
        return stronger == 0 ? ItemId.compareKeys(left.getItemId(), right.getItemId()) : stronger;
    };

    private final int limit;
    private final List<Neighbour> best;
    private boolean known;

    /// @param limit how many
    StrongestPairs(int limit) {
        this.limit = limit;
        this.best = new ArrayList<>(limit + 1);
    }

    int limit() {
        return limit;
    }

    /// A pair has changed.
    ///
    /// @param before as it was, null when it is new
    /// @param after as it is, null when it is gone
    /// @param pairsBefore how many pairs the item had
    void changed(@Nullable Neighbour before, @Nullable Neighbour after, int pairsBefore) {
        if (!known) {
            return;
        }
        boolean othersWait = pairsBefore > best.size();
        boolean removed = before != null && remove(before);
        int place = after == null ? best.size() : placeOf(after);
        if (removed && othersWait && place == best.size()) {
            known = false;
        } else if (after != null && (place < best.size() || best.size() < limit)) {
            best.add(place, after);
            if (best.size() > limit) {
                best.removeLast();
            }
        }
    }

    private boolean remove(Neighbour pair) {
        int place = Collections.binarySearch(best, pair, ORDER);
        if (place >= 0) {
            best.remove(place);
        }
        return place >= 0;
    }

    private int placeOf(Neighbour pair) {
        return -1 - Collections.binarySearch(best, pair, ORDER);
    }

    /// They.
    ///
    /// @param all the item's pairs
    List<Neighbour> of(Collection<Neighbour> all) {
        if (!known) {
            best.clear();
            long weakest = strengthAt(limit, all);
            for (Neighbour pair : all) {
                if (strength(pair) >= weakest) {
                    best.add(pair);
                }
            }
            best.sort(ORDER);
            best.subList(Math.min(limit, best.size()), best.size()).clear();
            known = true;
        }
        return best;
    }

    /// Strength of the pair in that place, from 1; 0 when there are fewer. Numbers sort faster than pairs.
    private static long strengthAt(int place, Collection<Neighbour> all) {
        if (all.size() <= place) {
            return 0;
        }
        long[] strengths = new long[all.size()];
        int seen = 0;
        for (Neighbour pair : all) {
            strengths[seen++] = strength(pair);
        }
        Arrays.sort(strengths);
        return strengths[strengths.length - place];
    }

    private static long strength(Neighbour pair) {
        return pair.getNext() + BEFORE * pair.getBefore();
    }
}
