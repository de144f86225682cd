package dev.millrace.embedding;

import dev.millrace.embedding.config.EmbeddingConfig;
import dev.millrace.embedding.health.HealthServer;
import dev.millrace.embedding.model.OnnxEmbedder;
import dev.millrace.embedding.vector.KafkaClients;
import dev.millrace.embedding.vector.VectorService;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Clock;

/// The parts of the application and how they hang together.
public final class EmbeddingApp implements AutoCloseable {
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics garbage = new JvmGcMetrics();
    private final OnnxEmbedder embedder;
    private final VectorService vectors;
    private final HealthServer health;

    /// Loads the models and answers probes from now on.
    public EmbeddingApp(EmbeddingConfig config) {
        new JvmMemoryMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        garbage.bindTo(registry);
        embedder = new OnnxEmbedder(config.models().all(), config.bounds().tokens());
        vectors = new VectorService(
                new KafkaClients(config.kafka(), config.applicationId(), config.replicationFactor()),
                config.models(),
                embedder,
                config.bounds(),
                config.strayAfter(),
                Clock.systemUTC(),
                registry);
        health = new HealthServer(config.server(), vectors, registry);
    }

    /// Starts to read and to embed.
    public void start() {
        vectors.start();
    }

    /// The port of the probes.
    public int port() {
        return health.port();
    }

    @Override
    public void close() {
        health.close();
        vectors.close();
        embedder.close();
        garbage.close();
        registry.close();
    }
}
