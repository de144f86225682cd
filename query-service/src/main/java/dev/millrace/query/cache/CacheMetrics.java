package dev.millrace.query.cache;

import com.github.benmanes.caffeine.cache.AsyncCache;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/// What the cache of lists did, under the reference's names (reference-system.md §6.4).
final class CacheMetrics {
    private final MeterRegistry registry;
    private final Map<String, Counter> requests = new ConcurrentHashMap<>();
    private final LongAdder hits = new LongAdder();
    private final LongAdder misses = new LongAdder();

    /// Where a list came from.
    enum Tier {
        /// Kept by this process.
        LOCAL,
        /// Made for another request at the same time.
        FLIGHT,
        /// Kept for when it cannot be made.
        LAST_GOOD;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    CacheMetrics(MeterRegistry registry, AsyncCache<?, ?> lists) {
        this.registry = registry;
        Gauge.builder("local.cache.size", lists, cache -> cache.synchronous().estimatedSize())
                .description("lists that are kept")
                .register(registry);
        Gauge.builder("local.cache.bytes", lists, CacheMetrics::bytes)
                .description("about how much the kept lists take")
                .register(registry);
        Gauge.builder("local.cache.hit.rate", this, CacheMetrics::hitRate)
                .description("share of lists that were not made for their request, since the start")
                .register(registry);
    }

    private static double bytes(AsyncCache<?, ?> lists) {
        return lists.synchronous()
                .policy()
                .eviction()
                .map(eviction -> eviction.weightedSize().orElse(0))
                .orElse(0L);
    }

    /// A list that was not made for its request.
    void hit(String endpoint, Tier tier) {
        hits.increment();
        count(endpoint, "hit");
        requests.computeIfAbsent(
                        tier.word(),
                        word -> Counter.builder("cache.hit.by.tier")
                                .tag("tier", word)
                                .register(registry))
                .increment();
    }

    /// A list that was.
    void miss(String endpoint) {
        misses.increment();
        count(endpoint, "miss");
    }

    private void count(String endpoint, String status) {
        requests.computeIfAbsent(
                        endpoint + ' ' + status,
                        _ -> Counter.builder("cache.requests")
                                .tag("operation", endpoint)
                                .tag("status", status)
                                .register(registry))
                .increment();
    }

    private double hitRate() {
        double all = hits.sum() + misses.sum();
        return all == 0 ? 0 : hits.sum() / all;
    }
}
