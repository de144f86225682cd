package dev.millrace.query.vector;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToDoubleFunction;

/// `millrace.vector.*`.
final class VectorMetrics {
    static final String MODEL = "model";
    private static final String PREFIX = "millrace.vector.";

    private final LiveVectors vectors;
    private final MeterRegistry registry;
    private final Map<String, Double> recall = new ConcurrentHashMap<>();
    private final Set<String> shown = ConcurrentHashMap.newKeySet();
    private final Timer rebuilds;

    /// What came of a snapshot.
    enum Snapshots {
        WRITTEN,
        NOT_WRITTEN,
        LOADED,
        REFUSED
    }

    VectorMetrics(LiveVectors vectors, MeterRegistry registry) {
        this.vectors = vectors;
        this.registry = registry;
        rebuilds = registry.timer(PREFIX + "rebuilds");
    }

    /// Shows a model from now on.
    void show(String model) {
        if (!shown.add(model)) {
            return;
        }
        gauge("items", model, one -> one.index().size());
        gauge("dead", model, one -> one.index().used() - one.index().size());
        gauge("waiting", model, ModelVectors::waiting);
        Gauge.builder(PREFIX + "recall", recall, all -> all.getOrDefault(model, Double.NaN))
                .tag(MODEL, model)
                .register(registry);
    }

    /// A model may go and come again, so the gauge asks for it each time.
    private void gauge(String name, String model, ToDoubleFunction<ModelVectors> value) {
        Gauge.builder(
                        PREFIX + name,
                        vectors,
                        all -> all.model(model).map(value::applyAsDouble).orElse(0.0))
                .tag(MODEL, model)
                .register(registry);
    }

    void recall(String model, double share) {
        recall.put(model, share);
    }

    Timer rebuilds() {
        return rebuilds;
    }

    void count(Snapshots outcome) {
        String word = outcome.name().toLowerCase(Locale.ROOT);
        registry.counter(PREFIX + "snapshots", Tags.of("outcome", word)).increment();
    }
}
