package dev.millrace.query.item;

import dev.millrace.contract.id.ItemId;
import java.util.AbstractSet;
import java.util.Collection;
import java.util.Iterator;
import java.util.stream.IntStream;

/// A set of items that is made once and asked for every candidate.
public final class ItemSet extends AbstractSet<ItemId> {
    /// No item.
    public static final ItemSet EMPTY = new ItemSet(new ItemPlaces(0));

    private final ItemPlaces places;

    /// @param places of the items' codes, to which nothing is added any more
    public ItemSet(ItemPlaces places) {
        this.places = places;
    }

    /// A copy.
    public static ItemSet of(Collection<ItemId> items) {
        if (items instanceof ItemSet same) {
            return same;
        }
        ItemPlaces places = new ItemPlaces(items.size());
        items.forEach(id -> places.of(id.code()));
        return new ItemSet(places);
    }

    /// Whether it is in the set.
    ///
    /// @param code as [ItemId#code]
    public boolean has(long code) {
        return places.has(code);
    }

    @Override
    public boolean contains(Object other) {
        return other instanceof ItemId id && has(id.code());
    }

    @Override
    public Iterator<ItemId> iterator() {
        return IntStream.range(0, places.size())
                .mapToObj(place -> ItemId.ofCode(places.code(place)))
                .iterator();
    }

    @Override
    public int size() {
        return places.size();
    }
}
