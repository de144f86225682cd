package dev.millrace.stack.cdc;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Compares what one partition got of one row with what it must have got.
///
/// @param lost of the expected items, those that did not come
/// @param duplicates of the items that came, those that came before
/// @param foreign of the items that came, those that were not expected
/// @param outOfOrder of the items that came, those that came after a later one
record RowSequence<T>(List<T> lost, List<T> duplicates, List<T> foreign, List<T> outOfOrder) {

    /// @param expected without equal items
    static <T> RowSequence<T> compare(List<T> expected, List<T> got) {
        Map<T, Integer> places = new HashMap<>();
        expected.forEach(item -> places.put(item, places.size()));
        List<T> duplicates = new ArrayList<>();
        List<T> foreign = new ArrayList<>();
        List<T> outOfOrder = new ArrayList<>();
        Map<T, Integer> lost = new HashMap<>(places);
        int furthest = -1;
        for (T item : got) {
            Integer place = places.get(item);
            if (place == null) {
                foreign.add(item);
            } else if (lost.remove(item) == null) {
                duplicates.add(item);
            } else if (place < furthest) {
                outOfOrder.add(item);
            } else {
                furthest = place;
            }
        }
        return new RowSequence<>(expected.stream().filter(lost::containsKey).toList(), duplicates, foreign, outOfOrder);
    }
}
