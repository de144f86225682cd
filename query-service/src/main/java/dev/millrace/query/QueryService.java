package dev.millrace.query;

import dev.millrace.query.config.ExposureConfig;
import dev.millrace.query.config.QueryConfig;
import dev.millrace.query.exposure.ExposureLog;
import dev.millrace.query.exposure.ExposureProducers;
import dev.millrace.query.exposure.ExposureReader;
import dev.millrace.query.exposure.KafkaExposureLog;
import dev.millrace.query.health.Health;
import dev.millrace.query.http.HttpServer;
import dev.millrace.query.http.VectorSnapshots;
import dev.millrace.query.serve.Exposures;
import dev.millrace.query.serve.ItemService;
import dev.millrace.query.serve.TrendingService;
import dev.millrace.query.state.AsOf;
import dev.millrace.query.state.HttpIqTransport;
import dev.millrace.query.state.IqClient;
import dev.millrace.query.state.ReplicaConsumers;
import dev.millrace.query.state.Routes;
import dev.millrace.query.vector.VectorUpkeep;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.kafka.clients.consumer.Consumer;

/// The parts of the service and how they hang together.
public final class QueryService implements AutoCloseable {
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics garbage = new JvmGcMetrics();
    private final ExposureLog exposures;
    private final Replicas replicas;
    private final HttpIqTransport transport;
    private final Routes routes;
    private final IqClient iq;
    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpServer http;

    /// Reads topics.
    @FunctionalInterface
    public interface Consumers {

        /// A consumer for a replica or a search, as [ReplicaConsumers] makes them.
        Consumer<String, byte[]> create(String reader);
    }

    public QueryService(QueryConfig config) {
        this(config, replica -> ReplicaConsumers.create(config.kafka(), replica));
    }

    /// @param consumers makes the consumers that replicas are read with
    public QueryService(QueryConfig config, Consumers consumers) {
        Clock clock = Clock.systemUTC();
        replicas = new Replicas(config, consumers, registry);
        exposures = exposures(config);
        AsOf asOf = new AsOf();
        transport = new HttpIqTransport(registry, config.iq().token());
        routes = new Routes(transport, config.iq());
        iq = new IqClient(transport, routes, asOf, config.iq(), registry);
        ListParts lists = new ListParts(config, replicas, iq, asOf, executor, registry, clock);
        http = new HttpServer(
                config.server(),
                new HttpServer.Services(
                        new TrendingService(
                                lists.trending,
                                replicas.catalogue,
                                config.recall().shareTrending(),
                                executor,
                                clock),
                        lists.recommend,
                        lists.kept,
                        lists.sessions,
                        new ItemService(iq, replicas.catalogue, asOf, config.clock(), clock),
                        lists.profiles,
                        new Exposures(exposures),
                        lists.weights,
                        served(config.exposure(), consumers),
                        replicas.catalogue),
                config.access(),
                config.admin().token(),
                new Health(
                        replicas.catalogueReplica::caughtUp,
                        replicas.statisticsReplica::caughtUp,
                        replicas.activityReplica::caughtUp,
                        replicas.sessionReplica::caughtUp,
                        replicas.vectors::isReady,
                        routes::complete,
                        routes::reachable),
                new VectorSnapshots(
                        VectorUpkeep.folder(config.vectors().snapshots()),
                        config.vectors().snapshots().token()),
                registry,
                clock);
        new JvmMemoryMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        garbage.bindTo(registry);
    }

    private ExposureLog exposures(QueryConfig config) {
        ExposureConfig settings = config.exposure();
        if (!settings.enabled()) {
            return ExposureLog.OFF;
        }
        return new KafkaExposureLog(
                settings.maxWaitingBytes(),
                settings.closeTimeout(),
                () -> ExposureProducers.create(config.kafka()),
                registry);
    }

    private ExposureReader served(ExposureConfig settings, Consumers consumers) {
        return new ExposureReader(consumers::create, settings.searchRecords(), settings.searchTimeout(), registry);
    }

    /// Starts all parts; requests are taken from now on, traffic should come when `/ready` says so.
    public void start() {
        replicas.start();
        exposures.start();
        routes.start();
        http.start();
    }

    /// What is answered, as `GET /items/{id}`.
    public List<String> routes() {
        return http.routes();
    }

    /// The port it listens on.
    public int port() {
        return http.port();
    }

    /// Stops taking requests, ends those in flight, then stops the rest.
    @Override
    public void close() {
        http.close();
        executor.shutdownNow();
        exposures.close(); // what the last requests have left
        iq.close();
        routes.close();
        transport.close();
        replicas.close();
        garbage.close();
        registry.close();
    }
}
