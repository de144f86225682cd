package dev.millrace.stack.load;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Finds the order that a cancellation line takes back: the newest earlier order of the same customer and item that no
/// earlier cancellation took. Lines are in order of time.
final class Cancellations {
    private final Map<Key, Deque<RetailLine>> open = new HashMap<>();
    private final List<Match> matches = new ArrayList<>();
    private int unmatched;

    void order(RetailLine line) {
        open.computeIfAbsent(Key.of(line), key -> new ArrayDeque<>()).push(line);
    }

    void cancellation(RetailLine line) {
        Deque<RetailLine> orders = open.get(Key.of(line));
        if (orders == null || orders.isEmpty()) {
            unmatched++;
        } else {
            matches.add(new Match(orders.pop(), line));
        }
    }

    /// In the order of the cancellations.
    List<Match> matches() {
        return List.copyOf(matches);
    }

    int unmatched() {
        return unmatched;
    }

    /// An order and the line that cancelled it.
    record Match(RetailLine order, RetailLine cancellation) {}

    private record Key(String customer, String code) {
        static Key of(RetailLine line) {
            return new Key(line.customer(), line.code());
        }
    }
}
