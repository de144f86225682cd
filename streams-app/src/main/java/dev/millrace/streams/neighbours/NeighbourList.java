package dev.millrace.streams.neighbours;

import dev.millrace.contract.id.ItemId;
import dev.millrace.contract.proto.Neighbour;
import dev.millrace.contract.proto.Neighbours;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The strongest neighbours of one item, strongest first, ties by item id. Mutable, one thread.
///
/// Its first `limit` entries are the exact top as long as it is told every change. It keeps a few more in
/// reserve, and the best rank that it ever left out: a member that falls behind that rank leaves, and only
/// when fewer than `limit` are left has the list to be rebuilt from all pairs.
final class NeighbourList {
    private static final Comparator<Neighbour> STRONGEST_FIRST = Comparator.comparingLong(Neighbour::getStrength)
            .reversed()
            .thenComparing(Neighbour::getItemId, ItemId::compareKeys);

    /// One in five: each entry is written with every change of the list.
    private static final int RESERVE = 5;

    private final int limit;
    private final int capacity;
    private final List<Neighbour> items;
    private @Nullable Neighbour leftOut;
    private boolean dropped;

    private NeighbourList(List<Neighbour> items, @Nullable Neighbour leftOut, int limit) {
        this.items = new ArrayList<>(items);
        this.leftOut = leftOut;
        this.limit = limit;
        this.capacity = limit + limit / RESERVE;
    }

    /// A list of an item without pairs, and the beginning of a rebuild.
    static NeighbourList empty(int limit) {
        return new NeighbourList(List.of(), null, limit);
    }

    /// The list as it was kept.
    static NeighbourList of(Neighbours kept, int limit) {
        return new NeighbourList(kept.getItemsList(), kept.hasLeftOut() ? kept.getLeftOut() : null, limit);
    }

    /// Sets the strength of one item; 0 or less removes it.
    void set(String item, long strength) {
        items.removeIf(member -> member.getItemId().equals(item));
        add(item, strength);
    }

    /// Adds an item that is not listed.
    void add(String item, long strength) {
        if (strength <= 0) {
            return;
        }
        Neighbour one =
                Neighbour.newBuilder().setItemId(item).setStrength(strength).build();
        if (leftOut != null && STRONGEST_FIRST.compare(one, leftOut) > 0) {
            return;
        }
        int place = Collections.binarySearch(items, one, STRONGEST_FIRST);
        items.add(place < 0 ? -place - 1 : place, one);
        if (items.size() > capacity) {
            leftOut = items.removeLast();
            dropped = true;
        }
    }

    /// Whether pairs that are not listed may belong among the first `limit`.
    boolean mustBeRebuilt() {
        return leftOut != null && items.size() < limit;
    }

    /// Whether an item had to leave for want of room.
    boolean hasDropped() {
        return dropped;
    }

    boolean isEmpty() {
        return items.isEmpty();
    }

    /// The list as it stands, reserve included.
    List<Neighbour> items() {
        return Collections.unmodifiableList(items);
    }

    /// Puts the list into what is kept of the item.
    Neighbours.Builder into(Neighbours.Builder kept) {
        kept.clearItems().clearLeftOut().addAllItems(items);
        return leftOut == null ? kept : kept.setLeftOut(leftOut);
    }
}
