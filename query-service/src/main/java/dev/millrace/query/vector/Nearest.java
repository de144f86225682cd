package dev.millrace.query.vector;

import dev.millrace.contract.id.ItemId;
import java.util.AbstractList;
import java.util.List;

/// Items near to one, best first, as numbers: a list of a hundred hits lies in two places of memory and not in two
/// hundred.
final class Nearest extends AbstractList<Hit> {
    static final Nearest NONE = new Nearest(List.of());

    private final long[] codes;
    private final float[] similarities;

    Nearest(List<Hit> bestFirst) {
        codes = new long[bestFirst.size()];
        similarities = new float[bestFirst.size()];
        for (int place = 0; place < codes.length; place++) {
            codes[place] = bestFirst.get(place).id().code();
            similarities[place] = bestFirst.get(place).similarity();
        }
    }

    /// [ItemId#code] of the item in a place.
    long code(int place) {
        return codes[place];
    }

    float similarity(int place) {
        return similarities[place];
    }

    @Override
    public Hit get(int place) {
        return new Hit(ItemId.ofCode(codes[place]), similarities[place]);
    }

    @Override
    public int size() {
        return codes.length;
    }
}
