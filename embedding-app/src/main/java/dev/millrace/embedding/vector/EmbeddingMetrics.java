package dev.millrace.embedding.vector;

import dev.millrace.embedding.model.EmbeddingModel;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.function.Supplier;

/// What is counted. `docs/operations/embedding.md` lists it.
final class EmbeddingMetrics {
    private final MeterRegistry registry;
    private final Counter unchanged;
    private final Counter refused;
    private final Counter removed;
    private final Counter published;
    private final Counter waitedInLog;
    private final Counter restarts;

    EmbeddingMetrics(MeterRegistry registry) {
        this.registry = registry;
        unchanged = registry.counter("millrace.embedding.unchanged");
        refused = registry.counter("millrace.embedding.refused");
        removed = registry.counter("millrace.embedding.removed");
        published = registry.counter("millrace.embedding.published");
        waitedInLog = registry.counter("millrace.embedding.waited.in.log");
        restarts = registry.counter("millrace.embedding.restarts");
    }

    /// `millrace_embedding_text_seconds`: one text, its tokens included; the count is that of the embedded texts.
    Timer text(EmbeddingModel model) {
        return Timer.builder("millrace.embedding.text")
                .tag("model", model.label())
                .publishPercentileHistogram()
                .register(registry);
    }

    /// `millrace_embedding_failed_total`: dead letters by reason.
    Counter failed(String reason) {
        return registry.counter("millrace.embedding.failed", "reason", reason);
    }

    Counter unchanged() {
        return unchanged;
    }

    Counter refused() {
        return refused;
    }

    Counter removed() {
        return removed;
    }

    Counter published() {
        return published;
    }

    Counter waitedInLog() {
        return waitedInLog;
    }

    Counter restarts() {
        return restarts;
    }

    void gauge(String name, Supplier<Number> value) {
        Gauge.builder("millrace.embedding." + name, value).strongReference(true).register(registry);
    }
}
