package dev.millrace.streams.session;

import dev.millrace.contract.proto.VisitItems;
import dev.millrace.streams.runtime.HotValues;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// Knows how many visits a partition keeps, and which is the oldest.
///
/// A visit stands in a heap with a time that is never later than its own: a click moves nothing, and whoever
/// comes to the front too early is put back with the right time. Lives in memory; made from the store
/// [#AT_ONCE] visits at a time, so that a task whose state moved here answers at once. Until all have been
/// looked at, nobody is the oldest. One thread.
final class NewestVisits {
    static final int AT_ONCE = 5_000;

    private final HotValues<VisitItems> visits;
    private final OldestFirst heap = new OldestFirst();
    private int counted;
    private @Nullable String next = "";

    /// @param visits by idvisit
    NewestVisits(HotValues<VisitItems> visits) {
        this.visits = visits;
    }

    /// Looks at the next visits of the store.
    ///
    /// @return whether all have been looked at
    @SuppressWarnings("NullAway") // an open end of a range is null in Kafka Streams
    boolean look() {
        if (next == null) {
            return true;
        }
        int seen = 0;
        try (var entries = visits.written().range(next, null)) {
            next = null;
            while (entries.hasNext()) {
                var entry = entries.next();
                if (seen++ == AT_ONCE) {
                    next = entry.key;
                    break;
                }
                heap.add(VisitEntries.lastMs(entry.value), Long.parseLong(entry.key));
                counted++;
            }
        }
        return next == null;
    }

    /// A visit has changed.
    ///
    /// @param beforeMs when it took something last, 0 when it is new
    /// @param nowMs the same now, 0 when it is gone
    void changed(String visit, long beforeMs, long nowMs) {
        boolean isCounted = next == null || visit.compareTo(next) < 0;
        if (isCounted) {
            counted += (nowMs == 0 ? 0 : 1) - (beforeMs == 0 ? 0 : 1);
        }
        if (nowMs != 0 && (beforeMs == 0 || nowMs < beforeMs)) {
            heap.add(nowMs, Long.parseLong(visit));
        }
        if (next == null && heap.size() > 2 * counted + AT_ONCE) { // many have gone from the middle
            heap.clear();
            counted = 0;
            next = "";
        }
    }

    /// How many visits have been looked at and are there.
    int counted() {
        return counted;
    }

    /// The oldest visit, ties by idvisit; empty when there is none or nobody knows yet.
    OptionalLong oldest() {
        while (next == null && heap.size() > 0) {
            long visit = heap.visit();
            @Nullable VisitItems items = visits.get(String.valueOf(visit));
            long lastMs = items == null ? 0 : VisitEntries.lastMs(items);
            if (lastMs == heap.timeMs()) {
                return OptionalLong.of(visit);
            }
            boolean cameTooEarly = lastMs > heap.timeMs();
            heap.removeOldest();
            if (cameTooEarly) {
                heap.add(lastMs, visit);
            }
        }
        return OptionalLong.empty();
    }

    /// When the visit that [#oldest] has named took something last.
    long oldestMs() {
        return heap.timeMs();
    }
}
