package dev.millrace.query.http;

import dev.millrace.query.config.ServerConfig;
import dev.millrace.query.console.ConsolePage;
import dev.millrace.query.exposure.ExposureReader;
import dev.millrace.query.health.Health;
import dev.millrace.query.merge.CurrentWeights;
import dev.millrace.query.recall.Catalogue;
import dev.millrace.query.serve.Exposures;
import dev.millrace.query.serve.ItemService;
import dev.millrace.query.serve.ListSource;
import dev.millrace.query.serve.ProfileReader;
import dev.millrace.query.serve.RecommendService;
import dev.millrace.query.serve.SessionService;
import dev.millrace.query.serve.TrendingService;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.InstantSource;
import java.util.List;

/// The web server and its routes.
public final class HttpServer implements AutoCloseable {
    private final WebServer server;
    private final List<String> routes;

    /// What answers.
    ///
    /// @param kept lists of `recommend`, some of which are served again
    public record Services(
            TrendingService trending,
            RecommendService recommend,
            ListSource kept,
            SessionService sessions,
            ItemService items,
            ProfileReader profiles,
            Exposures exposures,
            CurrentWeights weights,
            ExposureReader served,
            Catalogue catalogue) {}

    /// @param adminToken who shows it may see profiles and explanations; empty when nobody may
    public HttpServer(
            ServerConfig config,
            Services services,
            String adminToken,
            Health health,
            VectorSnapshots snapshots,
            PrometheusMeterRegistry registry,
            InstantSource now) {
        HttpRouting.Builder routing = HttpRouting.builder();
        Gate gate = new Gate(registry, now, config.maxConcurrentRequests());
        lists(gate, routing, services);
        gate.register(routing, "/items/{id}", "items", new ItemEndpoint(services.items()));
        admin(gate, routing, services, Token.orClosed(adminToken));
        snapshots.register(gate, routing);
        new HealthEndpoints(health, registry).register(gate, routing);
        gate.register(routing, "/openapi", "openapi", new OpenApiEndpoint());
        gate.register(routing, "/", "console", page(new ConsolePage()));
        gate.registerRest(routing);
        routes = gate.routes();
        server = WebServer.builder()
                .host(config.host())
                .port(config.port())
                .connectionOptions(options -> options.tcpNoDelay(true))
                .maxPayloadSize(1_024)
                .shutdownGracePeriod(config.shutdownGrace())
                .shutdownHook(false) // Main stops the parts in their order
                .directHandlers(Refusals.handlers())
                .routing(routing)
                .build();
    }

    private static void lists(Gate gate, HttpRouting.Builder routing, Services services) {
        Lists lists = new Lists(services.exposures());
        ListSource kept = services.kept();
        gate.register(routing, "/hot/trending", "trending", new TrendingEndpoint(services.trending(), lists));
        gate.register(routing, "/similar/{id}", "similar", new SimilarEndpoint(kept, lists));
        gate.register(routing, "/recommend/detail/{id}", "detail", new DetailEndpoint(kept, lists));
        gate.register(routing, "/recommend/user/{user_id}", "user", new FeedEndpoint(FeedEndpoint.USER, kept, lists));
        gate.register(
                routing,
                "/recommend/visitor/{visitor_id}",
                "visitor",
                new FeedEndpoint(FeedEndpoint.VISITOR, kept, lists));
        gate.register(routing, "/recommend/session", "session", new SessionEndpoint(services.sessions(), lists));
    }

    private static void admin(Gate gate, HttpRouting.Builder routing, Services services, Token token) {
        gate.register(
                routing,
                "/users/{user_id}/profile",
                "profile",
                token.guarding(new ProfileEndpoint(services.profiles())));
        gate.register(
                routing,
                "/recommend/detail/{id}/explain",
                "explain",
                token.guarding(new ExplainEndpoint(
                        services.recommend(),
                        services.weights(),
                        new ReplayEndpoint(services.served(), services.catalogue()))));
        WeightsEndpoint weights = new WeightsEndpoint(services.weights());
        gate.registerSetting(
                routing,
                "/fusion/weights",
                "weights",
                token.guarding(exchange -> weights.show()),
                token.guarding(weights::change));
    }

    private static Endpoint page(ConsolePage page) {
        return exchange -> Answer.text("text/html; charset=utf-8", page.html())
                .with("Content-Security-Policy", ConsolePage.POLICY)
                .with("Cache-Control", "no-cache");
    }

    /// Starts to listen.
    public void start() {
        server.start();
    }

    /// What is answered, as `GET /items/{id}`; each is described at `/openapi`.
    public List<String> routes() {
        return routes;
    }

    /// The port it listens on.
    public int port() {
        return server.port();
    }

    /// Takes no more requests and waits for those in flight as long as configured.
    @Override
    public void close() {
        server.stop();
    }
}
