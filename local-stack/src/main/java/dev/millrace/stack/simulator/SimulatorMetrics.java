package dev.millrace.stack.simulator;

import io.micrometer.core.instrument.Counter;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Counts what was written and what was not.
final class SimulatorMetrics {
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Map<String, Counter> counters = new ConcurrentHashMap<>();

    /// A change was committed.
    void written(Change change, int rows) {
        String kind = change.getClass()
                .getSimpleName()
                .replaceAll("(?<=.)(?=[A-Z])", "-")
                .toLowerCase(Locale.ROOT);
        counter("millrace.simulator.changes", "kind", kind).increment();
        counter("millrace.simulator.rows", "kind", kind).increment(rows);
    }

    /// A change was given up.
    void dropped(String reason) {
        counter("millrace.simulator.dropped", "reason", reason).increment();
    }

    /// The API was asked.
    void asked(String result) {
        counter("millrace.simulator.requests", "result", result).increment();
    }

    String scrape() {
        return registry.scrape();
    }

    private Counter counter(String name, String tag, String value) {
        return counters.computeIfAbsent(
                name + "/" + value, key -> Counter.builder(name).tag(tag, value).register(registry));
    }
}
