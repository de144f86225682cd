package dev.millrace.query;

import dev.millrace.query.config.QueryConfig;
import dev.millrace.query.config.RankingConfig;
import dev.millrace.query.health.Health;
import dev.millrace.query.http.HttpServer;
import dev.millrace.query.recall.NeighbourChannel;
import dev.millrace.query.recall.NewestChannel;
import dev.millrace.query.recall.SellerChannel;
import dev.millrace.query.recall.TagChannel;
import dev.millrace.query.recall.TrendingChannel;
import dev.millrace.query.recommend.SimilarItems;
import dev.millrace.query.serve.ItemService;
import dev.millrace.query.serve.NeighbourReader;
import dev.millrace.query.serve.PopularItems;
import dev.millrace.query.serve.SimilarService;
import dev.millrace.query.serve.TrendingReader;
import dev.millrace.query.serve.TrendingService;
import dev.millrace.query.state.AsOf;
import dev.millrace.query.state.CatalogueConsumers;
import dev.millrace.query.state.CatalogueIndex;
import dev.millrace.query.state.CatalogueReplica;
import dev.millrace.query.state.HttpIqTransport;
import dev.millrace.query.state.IqClient;
import dev.millrace.query.state.Routes;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Clock;
import java.util.List;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;

/// The parts of the service and how they hang together.
public final class QueryService implements AutoCloseable {
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics garbage = new JvmGcMetrics();
    private final CatalogueReplica replica;
    private final HttpIqTransport transport;
    private final Routes routes;
    private final IqClient iq;
    private final HttpServer http;

    public QueryService(QueryConfig config) {
        this(config, () -> CatalogueConsumers.create(config.kafka()));
    }

    /// @param consumers makes the consumer that the catalogue is read with
    public QueryService(QueryConfig config, Supplier<Consumer<String, byte[]>> consumers) {
        Clock clock = Clock.systemUTC();
        CatalogueIndex catalogue = new CatalogueIndex(config.replica().maxItems());
        replica = new CatalogueReplica(consumers, catalogue, registry);
        AsOf asOf = new AsOf();
        transport = new HttpIqTransport(config.iq().attemptTimeout(), registry);
        routes = new Routes(transport, config.iq());
        iq = new IqClient(transport, routes, asOf, config.iq(), registry);
        TrendingReader trending = new TrendingReader(iq, asOf);
        RankingConfig ranking = config.ranking();
        NeighbourChannel neighbours = new NeighbourChannel(ranking.pairs());
        SimilarItems behaviour = new SimilarItems(List.of(neighbours));
        SimilarItems backFilled = new SimilarItems(List.of(
                neighbours,
                new TagChannel(ranking.maxScan()),
                new SellerChannel(ranking.maxScan()),
                new TrendingChannel(),
                new NewestChannel(ranking.maxScan())));
        http = new HttpServer(
                config.server(),
                new TrendingService(trending, catalogue),
                new SimilarService(
                        iq,
                        catalogue,
                        new NeighbourReader(iq, ranking.maxNeighbours()),
                        new PopularItems(trending),
                        behaviour,
                        backFilled),
                new ItemService(iq, catalogue, asOf, config.clock(), clock),
                new Health(replica::caughtUp, routes::complete, routes::reachable),
                registry,
                clock);
        new JvmMemoryMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        garbage.bindTo(registry);
    }

    /// Starts all parts; requests are taken from now on, traffic should come when `/ready` says so.
    public void start() {
        replica.start();
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
        iq.close();
        routes.close();
        transport.close();
        replica.close();
        garbage.close();
        registry.close();
    }
}
