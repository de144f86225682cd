package dev.millrace.query.state;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The lookups of one unit of a batch, in the batch's order, and the hosts that could not answer them. One thread.
final class OpenUnit {
    private final List<Lookup<?>> lookups = new ArrayList<>();
    private final Set<String> tried = new HashSet<>();

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
        return hosts.stream().filter(host -> !tried.contains(host)).findFirst();
    }

    void tried(String host) {
        tried.add(host);
    }

    void forgetTried() {
        tried.clear();
    }
}
