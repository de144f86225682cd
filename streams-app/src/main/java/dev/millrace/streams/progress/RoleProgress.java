package dev.millrace.streams.progress;

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/// How far all sources of one role have been read: the lowest of their newest heartbeats. Lives in memory, from a
/// processor's `init` on; until every source has spoken, it is unknown.
public final class RoleProgress {
    private final Set<String> sources;
    private final Map<String, Long> newest = new HashMap<>();

    /// @param sources names of the sources that speak
    public RoleProgress(Set<String> sources) {
        this.sources = Set.copyOf(sources);
    }

    /// Takes one source's heartbeat; returns the lowest commit time of all, empty while one is silent.
    public OptionalLong advance(String source, long commitTimeUs) {
        newest.put(source, commitTimeUs);
        return newest.keySet().containsAll(sources)
                ? newest.values().stream().mapToLong(Long::longValue).min()
                : OptionalLong.empty();
    }
}
