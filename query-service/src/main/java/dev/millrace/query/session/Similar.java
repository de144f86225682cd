package dev.millrace.query.session;

import java.util.Arrays;

/// The sessions that resemble a path: of the newest `sample` that share an item with it the `neighbours` most similar,
/// ties by recency.
///
/// Similarity is the sum of the places that the shared items have in the path, counted from its beginning: 1 for the
/// oldest. The lists of the path's items are merged, newest session first, so each session is met once, at the heads of
/// all lists that have it.
///
/// @param slots of the sessions
/// @param weights similarity times the weight of the newest shared item, which is 9 at the end of the path and less by
///     one for each item behind it: tenths
@SuppressWarnings("ArrayRecordComponent") // never compared, lives as long as one answer
record Similar(int[] slots, int[] weights) {
    private static final int TENTHS = 10;

    /// @param path item numbers, the newest last; -1 for what is in no session
    static Similar of(SessionView view, int[] path, SessionSettings settings) {
        Merge merge = new Merge(view, path, settings.sample());
        int[] slots = new int[settings.sample()];
        long[] ranks = new long[settings.sample()];
        int[] newest = new int[settings.sample()];
        int found = 0;
        while (found < settings.sample() && merge.next()) {
            slots[found] = merge.slot;
            newest[found] = merge.newestPlace;
            ranks[found] = ((long) merge.similarity << 32) | (Integer.MAX_VALUE - found);
            found++;
        }
        if (found > settings.neighbours()) {
            Arrays.sort(ranks, 0, found);
        }
        int kept = Math.min(found, settings.neighbours());
        int[] keptSlots = new int[kept];
        int[] weights = new int[kept];
        for (int i = 0; i < kept; i++) {
            long rank = ranks[found - 1 - i];
            int at = Integer.MAX_VALUE - (int) rank;
            keptSlots[i] = slots[at];
            weights[i] = (int) (rank >>> 32) * (TENTHS - (path.length - newest[at] + 1));
        }
        return new Similar(keptSlots, weights);
    }

    /// Goes through the sessions of several items, newest first.
    private static final class Merge {
        private final SessionView view;
        private final int[][] lists;
        private final int[] at;
        private final int[] ends;
        private final long[] times;
        private final long[] sessions;
        private int slot;
        private int similarity;
        private int newestPlace;

        Merge(SessionView view, int[] path, int sample) {
            this.view = view;
            int count = path.length;
            lists = new int[count][];
            at = new int[count];
            ends = new int[count];
            times = new long[count];
            sessions = new long[count];
            for (int list = 0; list < count; list++) {
                lists[list] = view.postings(path[list]);
                ends[list] = Math.min(lists[list].length, sample + 1);
                advance(list);
            }
        }

        /// Steps to the next session.
        boolean next() {
            int first = -1;
            for (int list = 0; list < lists.length; list++) {
                if (at[list] < ends[list] && (first < 0 || isNewer(list, first))) {
                    first = list;
                }
            }
            if (first < 0) {
                return false;
            }
            slot = lists[first][at[first]];
            similarity = 0;
            for (int list = first; list < lists.length; list++) {
                if (at[list] < ends[list] && lists[list][at[list]] == slot) {
                    similarity += list + 1;
                    newestPlace = list + 1;
                    advance(list);
                }
            }
            return true;
        }

        private boolean isNewer(int list, int other) {
            return times[list] != times[other] ? times[list] > times[other] : sessions[list] > sessions[other];
        }

        private void advance(int list) {
            if (++at[list] < ends[list]) {
                int head = lists[list][at[list]];
                times[list] = view.timeMs(head);
                sessions[list] = view.session(head);
            }
        }
    }
}
