package dev.millrace.query.session;

import java.util.Arrays;
import java.util.function.IntConsumer;

/// Session → slot of its present state: an open hash table of slots, 4 bytes an entry and half empty. One thread.
final class SessionTable {
    private static final int FIRST_CAPACITY = 1_024;
    private static final int NONE = -1;
    private static final long MIX = 0x9E3779B97F4A7C15L;

    private final SessionSlots slots;
    private int[] table = empty(FIRST_CAPACITY);
    private int size;

    SessionTable(SessionSlots slots) {
        this.slots = slots;
    }

    int size() {
        return size;
    }

    /// The slot of a session; -1 when there is none.
    int find(long session) {
        return table[place(session)];
    }

    /// A session's state lies here from now on.
    void put(long session, int slot) {
        int place = place(session);
        boolean isNew = table[place] == NONE;
        table[place] = slot;
        if (isNew && ++size > table.length / 2) {
            int[] before = table;
            table = empty(2 * before.length);
            for (int moved : before) {
                if (moved != NONE) {
                    table[place(slots.session(moved))] = moved;
                }
            }
        }
    }

    /// A session is gone.
    void remove(long session) {
        int hole = place(session);
        if (table[hole] == NONE) {
            return;
        }
        size--;
        table[hole] = NONE;
        for (int next = after(hole); table[next] != NONE; next = after(next)) {
            int home = home(slots.session(table[next]));
            if (((next - home) & (table.length - 1)) >= ((next - hole) & (table.length - 1))) {
                table[hole] = table[next];
                table[next] = NONE;
                hole = next;
            }
        }
    }

    /// Every slot of the present.
    void forEach(IntConsumer visitor) {
        for (int slot : table) {
            if (slot != NONE) {
                visitor.accept(slot);
            }
        }
    }

    private int place(long session) {
        int place = home(session);
        while (table[place] != NONE && slots.session(table[place]) != session) {
            place = after(place);
        }
        return place;
    }

    private int home(long session) {
        long mixed = session * MIX;
        return (int) (mixed ^ (mixed >>> 32)) & (table.length - 1);
    }

    private int after(int place) {
        return (place + 1) & (table.length - 1);
    }

    private static int[] empty(int capacity) {
        int[] table = new int[capacity];
        Arrays.fill(table, NONE);
        return table;
    }
}
