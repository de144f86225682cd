package dev.millrace.streams.neighbours;

import dev.millrace.contract.id.ItemId;
import dev.millrace.contract.proto.Neighbour;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// The strongest neighbours of one item, strongest first, ties by item id. Mutable, one thread.
///
/// Holds the exact top `limit` as long as it is told every change: one that weakens a member of a full list may let an
/// item in that the list has forgotten, and [#set] then says that it must be rebuilt.
final class NeighbourList {
    private static final Comparator<Neighbour> STRONGEST_FIRST = Comparator.comparingLong(Neighbour::getStrength)
            .reversed()
            .thenComparing(Neighbour::getItemId, ItemId::compareKeys);

    private final int limit;
    private final List<Neighbour> items;

    NeighbourList(List<Neighbour> items, int limit) {
        this.items = new ArrayList<>(items);
        this.limit = limit;
    }

    /// Sets the strength of one item (0 or less removes it); returns whether the list must be rebuilt from all pairs.
    ///
    /// A weakened member that still has a member below it is stronger than everything outside the list.
    boolean set(String item, long strength) {
        boolean wasFull = items.size() >= limit;
        int at = indexOf(item);
        long before = at < 0 ? 0 : items.remove(at).getStrength();
        if (strength > 0) {
            insert(Neighbour.newBuilder().setItemId(item).setStrength(strength).build());
        }
        boolean weakened = wasFull && at >= 0 && strength < before;
        return weakened && (strength <= 0 || items.getLast().getItemId().equals(item));
    }

    /// The list as it stands.
    List<Neighbour> items() {
        return items;
    }

    private void insert(Neighbour neighbour) {
        int place = 0;
        while (place < items.size() && STRONGEST_FIRST.compare(items.get(place), neighbour) < 0) {
            place++;
        }
        items.add(place, neighbour);
        if (items.size() > limit) {
            items.removeLast();
        }
    }

    private int indexOf(String item) {
        for (int i = 0; i < items.size(); i++) {
            if (items.get(i).getItemId().equals(item)) {
                return i;
            }
        }
        return -1;
    }
}
