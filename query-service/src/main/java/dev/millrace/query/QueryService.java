package dev.millrace.query;

import dev.millrace.contract.topic.Topics;
import dev.millrace.query.config.ExposureConfig;
import dev.millrace.query.config.QueryConfig;
import dev.millrace.query.config.RecallConfig;
import dev.millrace.query.config.SessionsConfig;
import dev.millrace.query.config.WindowClock;
import dev.millrace.query.exposure.ExposureLog;
import dev.millrace.query.exposure.ExposureProducers;
import dev.millrace.query.exposure.ExposureReader;
import dev.millrace.query.exposure.KafkaExposureLog;
import dev.millrace.query.health.Health;
import dev.millrace.query.http.HttpServer;
import dev.millrace.query.http.VectorSnapshots;
import dev.millrace.query.merge.CurrentWeights;
import dev.millrace.query.rank.LinearScorer;
import dev.millrace.query.recall.BehaviorChannel;
import dev.millrace.query.recall.ContentChannel;
import dev.millrace.query.recall.NewestItems;
import dev.millrace.query.recall.ProfileChannel;
import dev.millrace.query.recall.RecallChannel;
import dev.millrace.query.recall.TrendingChannel;
import dev.millrace.query.recommend.RecommendationPipeline;
import dev.millrace.query.rerank.Diversity;
import dev.millrace.query.rerank.Exploration;
import dev.millrace.query.serve.Exposures;
import dev.millrace.query.serve.ItemService;
import dev.millrace.query.serve.NeighbourReader;
import dev.millrace.query.serve.PageItems;
import dev.millrace.query.serve.ParallelRecall;
import dev.millrace.query.serve.PopularItems;
import dev.millrace.query.serve.ProfileReader;
import dev.millrace.query.serve.RecommendService;
import dev.millrace.query.serve.RequestReader;
import dev.millrace.query.serve.SessionService;
import dev.millrace.query.serve.TrendingReader;
import dev.millrace.query.serve.TrendingService;
import dev.millrace.query.session.SessionChannel;
import dev.millrace.query.session.SessionContent;
import dev.millrace.query.session.SessionIndex;
import dev.millrace.query.session.SessionRecall;
import dev.millrace.query.session.SessionSettings;
import dev.millrace.query.state.AsOf;
import dev.millrace.query.state.CatalogueContent;
import dev.millrace.query.state.CatalogueIndex;
import dev.millrace.query.state.HttpIqTransport;
import dev.millrace.query.state.IqClient;
import dev.millrace.query.state.ReplicaConsumers;
import dev.millrace.query.state.Routes;
import dev.millrace.query.state.TopicReplica;
import dev.millrace.query.statistics.ItemFeatures;
import dev.millrace.query.statistics.StatisticsContent;
import dev.millrace.query.statistics.StatisticsIndex;
import dev.millrace.query.vector.LiveVectors;
import dev.millrace.query.vector.VectorChannel;
import dev.millrace.query.vector.VectorContent;
import dev.millrace.query.vector.VectorUpkeep;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.Consumer;

/// The parts of the service and how they hang together.
public final class QueryService implements AutoCloseable {
    private static final String CATALOGUE = "catalogue";
    private static final String STATISTICS = "statistics";
    private static final String SESSIONS = "sessions";
    private static final String VECTORS = "vectors";

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics garbage = new JvmGcMetrics();
    private final TopicReplica catalogueReplica;
    private final TopicReplica statisticsReplica;
    private final TopicReplica sessionReplica;
    private final ExposureLog exposures;
    private final TopicReplica vectorReplica;
    private final VectorUpkeep vectorUpkeep;
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
        CatalogueIndex catalogue = new CatalogueIndex(config.replica().maxItems());
        catalogueReplica = new TopicReplica(
                CATALOGUE,
                Topics.CATALOGUE,
                () -> consumers.create(CATALOGUE),
                new CatalogueContent(catalogue),
                registry);
        StatisticsIndex statistics = new StatisticsIndex(config.replica().maxItems());
        statisticsReplica = new TopicReplica(
                STATISTICS,
                Topics.STATISTICS,
                () -> consumers.create(STATISTICS),
                new StatisticsContent(statistics),
                registry);
        SessionsConfig settings = config.sessions();
        SessionIndex index =
                new SessionIndex(settings.maxSessions(), config.replica().maxItems(), settings.sample());
        SessionContent sessions = new SessionContent(index, Topics.SESSIONS.partitions());
        sessionReplica =
                new TopicReplica(SESSIONS, Topics.SESSIONS, () -> consumers.create(SESSIONS), sessions, registry);
        exposures = exposures(config);
        LiveVectors vectors = new LiveVectors(config.vectors());
        vectorUpkeep = new VectorUpkeep(vectors, config.vectors(), registry);
        vectorReplica = new TopicReplica(
                VECTORS,
                Topics.VECTORS,
                () -> consumers.create(VECTORS),
                new VectorContent(vectors, vectorUpkeep),
                registry);
        AsOf asOf = new AsOf();
        transport = new HttpIqTransport(config.iq().attemptTimeout(), registry);
        routes = new Routes(transport, config.iq());
        iq = new IqClient(transport, routes, asOf, config.iq(), registry);
        TrendingReader trending = new TrendingReader(iq, asOf);
        SessionSettings comparison = SessionSettings.of(settings);
        SessionRecall recall = new SessionRecall(index, comparison);
        LongSupplier windowEndMs =
                config.clock() == WindowClock.REPLAY ? () -> Math.max(1, asOf.highestMs()) : clock::millis;
        RecallConfig found = config.recall();
        ProfileReader profiles = new ProfileReader(
                iq,
                catalogue,
                new ProfileReader.Settings(
                        found.halfLife(), found.visit(), config.ranking().historyItems()));
        Optional<Executor> threads = found.parallel() ? Optional.of(executor) : Optional.empty();
        RequestReader reader = new RequestReader(
                new NeighbourReader(iq, config.ranking().maxNeighbours(), found.rememberedLists()),
                profiles,
                new PopularItems(trending),
                threads);
        List<RecallChannel> channels = List.of(
                new BehaviorChannel(
                        config.ranking().pairs(),
                        config.ranking().history(),
                        found.historyWeight(),
                        found.candidates()),
                new SessionChannel(recall, sessionReplica::caughtUp, found.candidates()),
                new ProfileChannel(found.maxScan(), found.candidates()),
                new ContentChannel(found.maxScan(), found.candidates()),
                new VectorChannel(vectors, config.vectors().minSimilarity()),
                new TrendingChannel(found.candidates()));
        CurrentWeights weights = new CurrentWeights(config.list().channels());
        RecommendService recommend = new RecommendService(new RecommendService.Parts(
                new PageItems(iq, catalogue),
                catalogue,
                reader,
                new ParallelRecall(channels, found.deadlines(), threads, registry),
                new NewestItems(found.maxScan(), found.candidates()),
                new RecommendationPipeline(new RecommendationPipeline.Parts(
                        catalogue,
                        new ItemFeatures(statistics, found.rememberedItems())::of,
                        weights::get,
                        LinearScorer.of(config.list().ranker()),
                        new Diversity(config.list().diversity()),
                        vectors::compare,
                        new Exploration(config.list().exploration()),
                        found.maxCandidates())),
                config.list().lambda(),
                sessions::completeUntilUs,
                windowEndMs));
        SessionService.Sessions visits = new SessionService.Sessions(
                recall, sessions::completeUntilUs, sessionReplica::caughtUp, comparison.seen());
        http = new HttpServer(
                config.server(),
                new HttpServer.Services(
                        new TrendingService(trending, catalogue, found.shareTrending(), executor, clock),
                        recommend,
                        new SessionService(visits, catalogue, profiles, recommend, clock),
                        new ItemService(iq, catalogue, asOf, config.clock(), clock),
                        profiles,
                        new Exposures(exposures),
                        weights,
                        served(config.exposure(), consumers),
                        catalogue),
                config.admin().token(),
                new Health(
                        catalogueReplica::caughtUp,
                        statisticsReplica::caughtUp,
                        sessionReplica::caughtUp,
                        vectors::isReady,
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
        catalogueReplica.start();
        statisticsReplica.start();
        sessionReplica.start();
        exposures.start();
        vectorReplica.start();
        vectorUpkeep.start();
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
        catalogueReplica.close();
        statisticsReplica.close();
        sessionReplica.close();
        vectorReplica.close();
        vectorUpkeep.close();
        garbage.close();
        registry.close();
    }
}
