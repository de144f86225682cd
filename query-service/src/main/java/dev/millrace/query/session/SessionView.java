package dev.millrace.query.session;

import dev.millrace.contract.id.ItemId;

/// The sessions at one moment, as readers see them. Nothing in it changes, but for slots that are used again: whoever
/// has read is to ask [#isIntact] before the result is believed.
final class SessionView {
    private static final int[] NONE = {};

    private final SessionSlots slots;
    private final long[][] times;
    private final long[][] sessions;
    private final int[][][] items;
    private final int[][][] postings;
    private final ItemNumbers.Names names;
    private final int count;
    private final long freed;

    SessionView(
            SessionSlots slots,
            long[][] times,
            long[][] sessions,
            int[][][] items,
            int[][][] postings,
            ItemNumbers.Names names,
            int count,
            long freed) {
        this.slots = slots;
        this.times = times;
        this.sessions = sessions;
        this.items = items;
        this.postings = postings;
        this.names = names;
        this.count = count;
        this.freed = freed;
    }

    /// How many sessions there are.
    int count() {
        return count;
    }

    /// The number of sessions with an item, then the slots of the newest of them, newest first; empty for an item of
    /// none.
    int[] postings(int item) {
        int chunk = item >> Postings.BITS;
        if (item < 0 || chunk >= postings.length) {
            return NONE;
        }
        int[] found = postings[chunk][item & Postings.MASK];
        return found == null ? NONE : found;
    }

    /// The number of an item; -1 when it is in no session.
    int number(ItemId id) {
        return names.number(id);
    }

    /// The item of a number that a session of this view has.
    ItemId item(int number) {
        return names.item(number);
    }

    long timeMs(int slot) {
        return times[slot >> SessionSlots.BITS][slot & SessionSlots.MASK];
    }

    long session(int slot) {
        return sessions[slot >> SessionSlots.BITS][slot & SessionSlots.MASK];
    }

    int[] items(int slot) {
        return items[slot >> SessionSlots.BITS][slot & SessionSlots.MASK];
    }

    /// Whether everything that was read until now was of this view.
    boolean isIntact() {
        return slots.areIntactSince(freed);
    }
}
