package dev.millrace.query.session;

import dev.millrace.contract.id.ItemId;
import java.util.Arrays;
import java.util.List;

/// The newest sessions in memory, by item: some 90 bytes a session of five items (`./dev bench sessions` weighs it).
///
/// Sessions of one item say nothing about what follows and are left out.
///
/// **Threads:** one writer, any number of readers. A reader takes the [#view] of the last [#publish] and sees all
/// sessions as they were then, each whole; it never waits. The writer never writes what a view can reach: lists are
/// copied, a session's new state gets a slot of its own, and slots are used again so late that a reader has to read
/// again only if 65,536 states were given up while it read, which it finds out ([SessionSlots]).
public final class SessionIndex {
    private final int maxSessions;
    private final int maxItems;
    private final int sample;
    private SessionSlots slots;
    private SessionTable table;
    private Postings postings;
    private ItemNumbers numbers;
    private boolean isChanged;
    private volatile SessionView view;

    /// @param maxSessions sessions beyond it are refused
    /// @param maxItems items beyond it are left out
    /// @param sample newest sessions of an item that are wanted, m
    public SessionIndex(int maxSessions, int maxItems, int sample) {
        this.maxSessions = maxSessions;
        this.maxItems = maxItems;
        this.sample = sample;
        slots = new SessionSlots();
        table = new SessionTable(slots);
        postings = new Postings(slots, sample);
        numbers = new ItemNumbers(maxItems);
        view = slots.view(postings.published(), numbers.names(), 0);
    }

    /// Adds or replaces a session; readers see it after [#publish].
    ///
    /// @param timeMs when it took something last
    /// @param items each once
    /// @return false when there are too many sessions and it is refused, or too many items and some are left out
    public boolean put(long session, long timeMs, List<ItemId> items) {
        if (items.size() < 2) {
            remove(session); // nothing follows in it, and its item needs no number
            return true;
        }
        int[] taken = items.stream()
                .mapToInt(numbers::of)
                .filter(number -> number >= 0)
                .toArray();
        if (taken.length < 2) {
            remove(session);
            return taken.length == items.size();
        }
        int before = table.find(session);
        if (before < 0 && table.size() >= maxSessions) {
            return false;
        }
        isChanged = true;
        int slot = slots.take(session, timeMs, taken);
        table.put(session, slot);
        int[] had = before < 0 ? new int[0] : slots.items(before);
        for (int item : had) {
            if (!contains(taken, item)) {
                change(item, before, -1);
            }
        }
        for (int item : taken) {
            change(item, contains(had, item) ? before : -1, slot);
        }
        if (before >= 0) {
            slots.release(before);
        }
        return taken.length == items.size();
    }

    /// Forgets a session.
    public void remove(long session) {
        int slot = table.find(session);
        if (slot >= 0) {
            isChanged = true;
            table.remove(session);
            for (int item : slots.items(slot)) {
                change(item, slot, -1);
            }
            slots.release(slot);
        }
    }

    /// Forgets all sessions.
    public void clear() {
        isChanged = true;
        slots = new SessionSlots();
        table = new SessionTable(slots);
        postings = new Postings(slots, sample);
        numbers = new ItemNumbers(maxItems);
    }

    /// Shows readers what has changed.
    public void publish() {
        if (!isChanged) {
            return;
        }
        isChanged = false;
        view = slots.view(postings.published(), numbers.names(), table.size());
    }

    /// How many sessions readers see.
    public int size() {
        return view.count();
    }

    /// The sessions of the last [#publish].
    SessionView view() {
        return view;
    }

    private void change(int item, int out, int in) {
        if (!postings.change(item, out, in)) {
            postings.rebuild(item, table::forEach);
        }
    }

    private static boolean contains(int[] items, int item) {
        return Arrays.stream(items).anyMatch(other -> other == item);
    }
}
