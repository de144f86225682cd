package dev.millrace.query.session;

import java.lang.invoke.VarHandle;
import java.util.Arrays;

/// Where sessions lie: numbered slots, each with one state of one session, which never changes. A new state gets a
/// new slot.
///
/// A slot that is free waits behind [#GRACE] others before it is used again, first in, first out: so slot number `n` to
/// become free is the `n`-th to be used again, and a reader whose view is of the time at which `f` were free has read
/// right unless more than `f` have been used again meanwhile. **Threads:** one writer; readers through [SessionView].
final class SessionSlots {
    /// As many states are given up before a reader of one of them has to read again.
    static final int GRACE = 1 << 16;

    static final int BITS = 14;
    private static final int CHUNK = 1 << BITS;
    static final int MASK = CHUNK - 1;

    private long[][] times = {};
    private long[][] sessions = {};
    private int[][][] items = {};
    private int used;
    private int[] free = new int[GRACE];
    private int firstFree;
    private int freeNow;
    private long freed;
    private volatile long reused;

    /// A slot with this state.
    ///
    /// @param itemNumbers kept, not copied
    int take(long session, long timeMs, int[] itemNumbers) {
        int slot = freeNow > GRACE ? reuse() : next();
        times[slot >> BITS][slot & MASK] = timeMs;
        sessions[slot >> BITS][slot & MASK] = session;
        items[slot >> BITS][slot & MASK] = itemNumbers;
        return slot;
    }

    /// The state in a slot is one of the past.
    void release(int slot) {
        if (freeNow == free.length) {
            int[] more = new int[2 * freeNow];
            for (int i = 0; i < freeNow; i++) {
                more[i] = free[(firstFree + i) % free.length];
            }
            free = more;
            firstFree = 0;
        }
        free[(firstFree + freeNow++) % free.length] = slot;
        freed++;
    }

    private int reuse() {
        int slot = free[firstFree];
        firstFree = (firstFree + 1) % free.length;
        freeNow--;
        reused = reused + 1; // one writer
        VarHandle.fullFence(); // said before the slot is written
        return slot;
    }

    private int next() {
        if (used == times.length << BITS) {
            int chunks = times.length + 1; // views keep the arrays that they were made with
            times = Arrays.copyOf(times, chunks);
            sessions = Arrays.copyOf(sessions, chunks);
            items = Arrays.copyOf(items, chunks);
            times[chunks - 1] = new long[CHUNK];
            sessions[chunks - 1] = new long[CHUNK];
            items[chunks - 1] = new int[CHUNK][];
        }
        return used++;
    }

    long timeMs(int slot) {
        return times[slot >> BITS][slot & MASK];
    }

    long session(int slot) {
        return sessions[slot >> BITS][slot & MASK];
    }

    int[] items(int slot) {
        return items[slot >> BITS][slot & MASK];
    }

    /// Whether the state in one slot is newer than that in another; ties by session.
    boolean isNewer(int slot, int other) {
        long time = timeMs(slot);
        long otherTime = timeMs(other);
        return time != otherTime ? time > otherTime : session(slot) > session(other);
    }

    /// What is there now, for readers.
    ///
    /// @param postings by item number; [Postings]
    /// @param count of sessions
    SessionView view(int[][][] postings, ItemNumbers.Names names, int count) {
        return new SessionView(this, times, sessions, items, postings, names, count, freed);
    }

    /// Whether all slots that were taken when `freedThen` were free are still as they were. What a reader
    /// has read before it asks is right if so.
    boolean areIntactSince(long freedThen) {
        VarHandle.acquireFence();
        return reused <= freedThen;
    }
}
