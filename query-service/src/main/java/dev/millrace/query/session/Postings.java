package dev.millrace.query.session;

import java.util.Arrays;
import java.util.BitSet;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/// The newest sessions of each item: an array of the number of sessions with the item and then their slots, newest
/// first. At least the newest `sample` are there, at most twice as many.
///
/// An array never changes: a change makes a new one, in a chunk that was copied since the last view was made, so a view
/// costs the chunks that differ from the one before. One thread.
final class Postings {
    static final int BITS = 8;
    private static final int CHUNK = 1 << BITS;
    static final int MASK = CHUNK - 1;

    private final SessionSlots slots;
    private final int sample;
    private final int[] scratch;
    private final BitSet own = new BitSet();
    private int[][][] root = {};
    private boolean isRootOwn = true;

    /// @param sample newest sessions of an item that are wanted
    Postings(SessionSlots slots, int sample) {
        this.slots = slots;
        this.sample = sample;
        this.scratch = new int[2 * sample + 1];
    }

    /// Takes a state of a session out of an item's list and puts another in, either of them -1 for none.
    ///
    /// @return whether the newest `sample` are still there; if not, [#rebuild] has to follow
    boolean change(int item, int out, int in) {
        int @Nullable [] before = find(item);
        int size = before == null ? 0 : before.length - 1;
        int all = before == null ? 0 : before[0];
        boolean isWhole = size == all;
        if (before != null) {
            System.arraycopy(before, 1, scratch, 0, size);
        }
        if (out >= 0) {
            all--;
            int place = place(out, size);
            if (place < size && scratch[place] == out) {
                System.arraycopy(scratch, place + 1, scratch, place, --size - place);
            }
        }
        if (in >= 0) {
            all++;
            int place = place(in, size);
            if (isWhole || place < size) {
                size = insert(in, place, size);
            }
        }
        set(item, all, size);
        return size >= Math.min(sample, all);
    }

    /// Makes an item's list anew.
    ///
    /// @param item whose list is short
    /// @param live calls back with every slot of the present
    void rebuild(int item, java.util.function.Consumer<IntConsumer> live) {
        int[] counts = new int[2]; // all, listed
        live.accept(slot -> {
            for (int other : slots.items(slot)) {
                if (other == item) {
                    counts[0]++;
                    counts[1] = insert(slot, place(slot, counts[1]), counts[1]);
                }
            }
        });
        set(item, counts[0], counts[1]);
    }

    /// The lists as they are, for a view; what changes from now on is copied first.
    int[][][] published() {
        isRootOwn = false;
        own.clear();
        return root;
    }

    private int @Nullable [] find(int item) {
        int chunk = item >> BITS;
        return chunk < root.length ? root[chunk][item & MASK] : null;
    }

    /// Where a slot stands, or would stand, among the first `size` of the scratch list.
    private int place(int slot, int size) {
        int low = 0;
        int high = size;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (scratch[middle] != slot && slots.isNewer(scratch[middle], slot)) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private int insert(int slot, int place, int size) {
        if (place == 2 * sample) {
            return size;
        }
        System.arraycopy(scratch, place, scratch, place + 1, size - place);
        scratch[place] = slot;
        return Math.min(size + 1, 2 * sample);
    }

    @SuppressWarnings("NullAway") // an item of no session has no list
    private void set(int item, int all, int size) {
        int chunk = item >> BITS;
        if (!isRootOwn || chunk >= root.length) {
            int before = root.length;
            root = Arrays.copyOf(root, Math.max(before, chunk + 1));
            isRootOwn = true;
            for (int added = before; added < root.length; added++) {
                root[added] = new int[CHUNK][];
                own.set(added);
            }
        }
        if (!own.get(chunk)) {
            root[chunk] = root[chunk].clone();
            own.set(chunk);
        }
        int[] list = null;
        if (all > 0) {
            list = new int[size + 1];
            list[0] = all;
            System.arraycopy(scratch, 0, list, 1, size);
        }
        root[chunk][item & MASK] = list;
    }
}
