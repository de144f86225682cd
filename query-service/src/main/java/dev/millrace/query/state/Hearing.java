package dev.millrace.query.state;

import java.time.Duration;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.jspecify.annotations.Nullable;

/// When a consumer last heard from its broker. A poll says nothing of it: without a broker it returns nothing, as it
/// does when nothing was written. Fetches that were answered are counted by the consumer.
///
/// **Threads:** one listens, any ask.
final class Hearing {
    private static final long PAUSE_NANOS = Duration.ofMillis(200).toNanos();
    private static final String GROUP = "consumer-fetch-manager-metrics";
    private static final String FETCHES = "fetch-total";

    private volatile long heardNanos = System.nanoTime();
    private volatile boolean isHeard;
    private long lookedNanos;
    private @Nullable Consumer<?, ?> of;
    private @Nullable Metric fetches;
    private double before;

    /// Looks, now and then, whether there was an answer that left nothing to read.
    ///
    /// @param lag records that are known and unread
    void listen(Consumer<?, ?> consumer, long lag) {
        long now = System.nanoTime();
        if (consumer == of && now - lookedNanos < PAUSE_NANOS) {
            return;
        }
        lookedNanos = now;
        if (consumer != of) {
            of = consumer;
            fetches = fetches(consumer);
            before = 0;
        }
        double answered = fetches != null && fetches.metricValue() instanceof Double count ? count : 0;
        if (answered > before && lag == 0) {
            before = answered;
            heardNanos = now;
            isHeard = true;
        }
    }

    boolean within(Duration time) {
        return isHeard && System.nanoTime() - heardNanos <= time.toNanos();
    }

    private static @Nullable Metric fetches(Consumer<?, ?> consumer) {
        for (var metric : consumer.metrics().entrySet()) {
            MetricName name = metric.getKey();
            if (name.group().equals(GROUP)
                    && name.name().equals(FETCHES)
                    && name.tags().size() == 1) {
                return metric.getValue();
            }
        }
        return null;
    }
}
