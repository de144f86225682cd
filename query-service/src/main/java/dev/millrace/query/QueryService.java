package dev.millrace.query;

import dev.millrace.contract.topic.Topics;
import dev.millrace.query.config.ExposureConfig;
import dev.millrace.query.config.QueryConfig;
import dev.millrace.query.config.RankingConfig;
import dev.millrace.query.config.SessionsConfig;
import dev.millrace.query.exposure.ExposureLog;
import dev.millrace.query.exposure.ExposureProducers;
import dev.millrace.query.exposure.KafkaExposureLog;
import dev.millrace.query.health.Health;
import dev.millrace.query.http.HttpServer;
import dev.millrace.query.http.VectorSnapshots;
import dev.millrace.query.recall.NeighbourChannel;
import dev.millrace.query.recall.NewestChannel;
import dev.millrace.query.recall.RecallChannel;
import dev.millrace.query.recall.SellerChannel;
import dev.millrace.query.recall.TagChannel;
import dev.millrace.query.recall.TrendingChannel;
import dev.millrace.query.recommend.SimilarItems;
import dev.millrace.query.serve.ItemService;
import dev.millrace.query.serve.NeighbourReader;
import dev.millrace.query.serve.PopularItems;
import dev.millrace.query.serve.SessionService;
import dev.millrace.query.serve.SimilarService;
import dev.millrace.query.serve.TrendingReader;
import dev.millrace.query.serve.TrendingService;
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
    private final HttpServer http;

    /// Reads topics into memory.
    @FunctionalInterface
    public interface Consumers {

        /// A consumer for a replica, as [ReplicaConsumers] makes them.
        Consumer<String, byte[]> create(String replica);
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
        RankingConfig ranking = config.ranking();
        NeighbourChannel neighbours = new NeighbourChannel(ranking.pairs());
        SimilarItems behaviour = new SimilarItems(List.of(neighbours));
        List<RecallChannel> channels = List.of(
                neighbours,
                new VectorChannel(vectors, config.vectors().minSimilarity()),
                new TagChannel(ranking.maxScan()),
                new SellerChannel(ranking.maxScan()),
                new TrendingChannel(),
                new NewestChannel(ranking.maxScan()));
        NeighbourReader near = new NeighbourReader(iq, ranking.maxNeighbours());
        PopularItems popular = new PopularItems(trending);
        SessionSettings comparison = SessionSettings.of(settings);
        SessionRecall recall = new SessionRecall(index, comparison);
        http = new HttpServer(
                config.server(),
                new TrendingService(trending, catalogue),
                new SimilarService(
                        iq, catalogue, near, popular, vectors::isReady, behaviour, new SimilarItems(channels)),
                new SessionService(
                        new SessionService.Sessions(
                                recall, sessions::completeUntilUs, sessionReplica::caughtUp, comparison.seen()),
                        catalogue,
                        near,
                        popular,
                        vectors::isReady,
                        channels),
                new ItemService(iq, catalogue, asOf, config.clock(), clock),
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

    /// The port it listens on.
    public int port() {
        return http.port();
    }

    /// Stops taking requests, ends those in flight, then stops the rest.
    @Override
    public void close() {
        http.close();
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
