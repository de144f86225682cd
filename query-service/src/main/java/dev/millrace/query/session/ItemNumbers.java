package dev.millrace.query.session;

import dev.millrace.contract.id.ItemId;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Items as small numbers, counted from 0 in the order in which they come. A number stays its item's.
/// **Threads:** one writer; readers through [Names].
final class ItemNumbers {
    private static final int FIRST_CAPACITY = 1_024;

    private final Map<ItemId, Integer> numbers = new ConcurrentHashMap<>();
    private final int maxItems;
    private ItemId[] items = new ItemId[FIRST_CAPACITY];

    /// @param maxItems that get a number
    ItemNumbers(int maxItems) {
        this.maxItems = maxItems;
    }

    /// The number of an item, a new one if need be; -1 when there are too many.
    int of(ItemId id) {
        Integer known = numbers.get(id);
        if (known != null) {
            return known;
        }
        int number = numbers.size();
        if (number == maxItems) {
            return -1;
        }
        if (number == items.length) {
            items = Arrays.copyOf(items, 2 * number);
        }
        items[number] = id;
        numbers.put(id, number);
        return number;
    }

    /// The items that have a number now; a reader may meet numbers that came later, and must not ask for their items.
    Names names() {
        return new Names(numbers, items);
    }

    /// Numbers and items, as readers see them.
    static final class Names {
        private final Map<ItemId, Integer> numbers;
        private final ItemId[] items;

        private Names(Map<ItemId, Integer> numbers, ItemId[] items) {
            this.numbers = numbers;
            this.items = items;
        }

        int number(ItemId id) {
            return numbers.getOrDefault(id, -1);
        }

        ItemId item(int number) {
            return items[number];
        }
    }
}
