package dev.millrace.query.exposure;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/// What became of the exposures: `millrace.exposure.*`. Thread-safe.
final class ExposureCounts {
    private final Map<Drop, Counter> dropped = new EnumMap<>(Drop.class);
    private final Counter sent;

    ExposureCounts(MeterRegistry registry, WaitingExposures waiting) {
        sent = registry.counter("millrace.exposure.sent");
        for (Drop reason : Drop.values()) {
            dropped.put(reason, registry.counter("millrace.exposure.dropped", "reason", reason.label()));
        }
        Gauge.builder("millrace.exposure.waiting.bytes", waiting, WaitingExposures::bytes)
                .register(registry);
        Gauge.builder("millrace.exposure.waiting.records", waiting, WaitingExposures::records)
                .register(registry);
    }

    /// Why an exposure is not in the topic.
    enum Drop {
        /// `exposure.max-waiting-bytes` wait already.
        FULL,
        /// The broker or the client did not take it, and would not take it a second time.
        REFUSED,
        /// The service stopped before it was written.
        CLOSED;

        String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// One is in the topic.
    void sent() {
        sent.increment();
    }

    /// One never will be.
    void dropped(Drop reason) {
        Counter counter = dropped.get(reason);
        if (counter != null) {
            counter.increment();
        }
    }
}
