package dev.millrace.query.vector;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;

/// Who is linked to whom, level by level: for each slot and level a count and that many slots, in flat arrays.
///
/// Ground level: `int[capacity][1 + 2m]` in one array. The levels above, which one slot in m has, are small arrays:
/// `int[level][1 + m]`.
///
/// **Threads:** one writer. Numbers are written with release and read with acquire, so who follows a link sees what was
/// written to its slot before. While a list is changed a reader may see old and new links mixed: all of them are links.
final class Links {
    private static final VarHandle INTS = MethodHandles.arrayElementVarHandle(int[].class);
    private static final int HIGHEST = 30;
    private static final int[] NONE = {};

    private final int m;
    private final int groundWidth;
    private final int[] ground;
    private final int[][] upper;

    Links(int m, int capacity) {
        this.m = m;
        groundWidth = 1 + 2 * m;
        ground = new int[Math.multiplyExact(capacity, groundWidth)];
        upper = new int[capacity][];
        Arrays.fill(upper, NONE);
    }

    /// Takes over the links of the first `count` slots, which nobody changes any more in `from`.
    void copyAll(Links from, int count) {
        System.arraycopy(from.ground, 0, ground, 0, count * groundWidth);
        for (int slot = 0; slot < count; slot++) {
            upper[slot] = from.upper[slot].length == 0 ? NONE : from.upper[slot].clone();
        }
    }

    /// As many slots as one array has room for.
    static int maxCapacity(int m) {
        return (Integer.MAX_VALUE - Long.SIZE) / (1 + 2 * m);
    }

    /// Links that fit on a level.
    int room(int level) {
        return level == 0 ? 2 * m : m;
    }

    /// Makes room for a slot that nobody is linked to yet.
    void create(int slot, int level) {
        upper[slot] = level == 0 ? NONE : new int[level * (1 + m)];
    }

    /// The highest level of a slot.
    int level(int slot) {
        return upper[slot].length / (1 + m);
    }

    /// Copies the links of a slot; returns how many.
    int read(int slot, int level, int[] into) {
        int[] array = array(slot, level);
        int base = base(slot, level);
        int count = (int) INTS.getAcquire(array, base);
        for (int i = 0; i < count; i++) {
            into[i] = (int) INTS.getAcquire(array, base + 1 + i);
        }
        return count;
    }

    void write(int slot, int level, int[] links, int count) {
        int[] array = array(slot, level);
        int base = base(slot, level);
        for (int i = 0; i < count; i++) {
            INTS.setRelease(array, base + 1 + i, links[i]);
        }
        INTS.setRelease(array, base, count);
    }

    /// Adds a link while there is room.
    boolean add(int slot, int level, int link) {
        int[] array = array(slot, level);
        int base = base(slot, level);
        int count = array[base];
        if (count == room(level)) {
            return false;
        }
        INTS.setRelease(array, base + 1 + count, link);
        INTS.setRelease(array, base, count + 1);
        return true;
    }

    private int[] array(int slot, int level) {
        return level == 0 ? ground : upper[slot];
    }

    private int base(int slot, int level) {
        return level == 0 ? slot * groundWidth : (level - 1) * (1 + m);
    }

    /// The links among the first `count` slots. For readers: those that are linked to meanwhile are left out.
    void write(DataOutput out, int count) throws IOException {
        for (int slot = 0; slot < count; slot++) {
            out.writeByte(level(slot));
        }
        int[] links = new int[room(0)];
        for (int slot = 0; slot < count; slot++) {
            write(out, slot, 0, count, links);
        }
        for (int slot = 0; slot < count; slot++) {
            for (int level = 1; level <= level(slot); level++) {
                write(out, slot, level, count, links);
            }
        }
    }

    private void write(DataOutput out, int slot, int level, int slots, int[] links) throws IOException {
        int[] list = new int[1 + room(level)];
        int count = read(slot, level, links);
        for (int i = 0; i < count; i++) {
            if (links[i] < slots) {
                list[++list[0]] = links[i];
            }
        }
        Bulk.write(out, list, list.length);
    }

    void read(DataInput in, int count) throws IOException {
        for (int slot = 0; slot < count; slot++) {
            int level = in.readByte();
            SnapshotException.unless(level >= 0 && level <= HIGHEST, "has level %d", level);
            create(slot, level);
        }
        Bulk.read(in, ground, count * groundWidth);
        for (int slot = 0; slot < count; slot++) {
            Bulk.read(in, upper[slot], upper[slot].length);
        }
        for (int slot = 0; slot < count; slot++) {
            for (int level = level(slot); level >= 0; level--) {
                check(slot, level, count);
            }
        }
    }

    private void check(int slot, int level, int slots) throws SnapshotException {
        int[] array = array(slot, level);
        int base = base(slot, level);
        int count = array[base];
        SnapshotException.unless(count >= 0 && count <= room(level), "has %d links in one place", count);
        for (int i = 1; i <= count; i++) {
            int link = array[base + i];
            SnapshotException.unless(
                    link >= 0 && link < slots && level(link) >= level, "has a link to %d, which is not there", link);
        }
    }
}
