package dev.millrace.streams.runtime;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/// Forgets entries of one store partition that are older than they are kept. Looks at [#AT_ONCE] entries at
/// a time and goes on where it stopped, so that no look is long; after the last entry it begins again. One
/// thread.
///
/// @param <V> value
public final class Expiry<V> {
    static final int AT_ONCE = 10_000;

    private final HotValues<V> values;
    private final ToLongFunction<V> lastMs;
    private final long keptMs;
    private final Tally forgotten;
    private @Nullable String next;

    /// @param lastMs when something of the value happened last
    /// @param kept how long it is kept after that
    /// @param forgotten counts
    public Expiry(HotValues<V> values, ToLongFunction<V> lastMs, Duration kept, Tally forgotten) {
        this.values = values;
        this.lastMs = lastMs;
        this.keptMs = kept.toMillis();
        this.forgotten = forgotten;
    }

    /// Forgets what is too old among the next entries.
    ///
    /// @param nowMs by the slowest clock of those whose changes may touch them; 0 while that is unknown
    @SuppressWarnings("NullAway") // an open end of a range is null in Kafka Streams
    public void look(long nowMs) {
        List<String> old = new ArrayList<>();
        int seen = 0;
        try (var entries = values.written().range(next, null)) {
            next = null;
            while (entries.hasNext()) {
                var entry = entries.next();
                if (seen++ == AT_ONCE) {
                    next = entry.key;
                    break;
                }
                if (lastMs.applyAsLong(entry.value) < nowMs - keptMs) {
                    old.add(entry.key);
                }
            }
        }
        for (String key : old) {
            values.delete(key);
            forgotten.hit();
        }
    }
}
