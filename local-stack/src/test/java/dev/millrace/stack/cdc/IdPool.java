package dev.millrace.stack.cdc;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/// A set of ids that gives a random one in constant time.
final class IdPool {
    private final List<Long> ids = new ArrayList<>();
    private final Map<Long, Integer> places = new HashMap<>();

    void add(long id) {
        if (places.putIfAbsent(id, ids.size()) == null) {
            ids.add(id);
        }
    }

    void remove(long id) {
        Integer place = places.remove(id);
        if (place == null) {
            return;
        }
        long last = ids.removeLast();
        if (last != id) {
            ids.set(place, last);
            places.put(last, place);
        }
    }

    int size() {
        return ids.size();
    }

    long random(SplittableRandom random) {
        return ids.get(random.nextInt(ids.size()));
    }

    List<Long> all() {
        return List.copyOf(ids);
    }
}
