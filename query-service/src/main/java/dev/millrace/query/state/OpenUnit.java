package dev.millrace.query.state;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The lookups of one unit of a batch, in the batch's order, and the hosts that could not answer them. One thread.
final class OpenUnit {
    private final List<Lookup<?>> lookups = new ArrayList<>();
    private final List<String> tried = new ArrayList<>(2);

    private OpenUnit() {}

    static List<OpenUnit> of(List<? extends Lookup<?>> lookups) {
        Map<Lookup.Unit, OpenUnit> units = new LinkedHashMap<>();
        for (Lookup<?> lookup : lookups) {
            units.computeIfAbsent(lookup.unit(), u -> new OpenUnit()).lookups.add(lookup);
        }
        return new ArrayList<>(units.values());
    }

    List<Lookup<?>> lookups() {
        return lookups;
    }

    Lookup<?> first() {
        return lookups.getFirst();
    }

    Optional<String> nextHost(List<String> hosts) {
        for (String host : hosts) {
            if (!tried.contains(host)) {
                return Optional.of(host);
            }
        }
        return Optional.empty();
    }

    void tried(String host) {
        tried.add(host);
    }

    void forgetTried() {
        tried.clear();
    }
}
