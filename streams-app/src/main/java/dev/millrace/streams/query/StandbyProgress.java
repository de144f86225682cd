package dev.millrace.streams.query;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// What one partition's standby has surely seen. Each of its stores is filled by itself, from a changelog of its
/// own, so what its progress store says may not be in the others yet.
///
/// A sample of the progress store is vouched for once every store has gone past the end that its changelog had
/// after the sample: the owner writes values before the progress that covers them. Pure; one thread looks, any
/// reads.
final class StandbyProgress {
    private Optional<Sample> open = Optional.empty();
    private volatile Optional<Map<String, byte[]>> vouched = Optional.empty();

    private record Sample(Map<String, byte[]> entries, Map<String, Long> ends) {}

    /// Where a store's changelog stands.
    ///
    /// @param restored offset behind the last record that the store has
    /// @param end offset behind the last record of the changelog
    record Position(long restored, long end) {}

    /// Whether nothing that a store takes in lies between two offsets of its changelog: only markers of
    /// transactions, and what was aborted.
    interface Gap {
        boolean isEmpty(String store, long from, long to);
    }

    /// Notes how far the stores are.
    ///
    /// @param entries of the progress store, read *before* `positions`
    /// @param positions of every store, the progress store too
    void look(Map<String, byte[]> entries, Map<String, Position> positions, Gap gap) {
        if (open.isPresent() && isPast(open.get(), positions, gap)) {
            vouched = Optional.of(open.get().entries());
            open = Optional.empty();
        }
        if (open.isEmpty()) {
            Map<String, Long> ends = new HashMap<>();
            positions.forEach((store, position) -> ends.put(store, position.end()));
            open = Optional.of(new Sample(Map.copyOf(entries), ends));
        }
    }

    /// The newest entries that are vouched for; empty while none are.
    Optional<Map<String, byte[]>> vouched() {
        return vouched;
    }

    private static boolean isPast(Sample sample, Map<String, Position> positions, Gap gap) {
        return sample.ends().entrySet().stream().allMatch(end -> {
            Position now = positions.get(end.getKey());
            return now != null
                    && (now.restored() >= end.getValue() || gap.isEmpty(end.getKey(), now.restored(), end.getValue()));
        });
    }
}
