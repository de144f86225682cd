package dev.millrace.query.http;

import dev.millrace.query.config.AccessConfig;
import dev.millrace.query.config.ServerConfig;
import dev.millrace.query.config.ServerLimits;
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

    /// @param access who may ask for lists and items
    /// @param adminToken who shows it may see profiles and explanations; empty when nobody may
    public HttpServer(
            ServerConfig config,
            Services services,
            AccessConfig access,
            String adminToken,
            Health health,
            VectorSnapshots snapshots,
            PrometheusMeterRegistry registry,
            InstantSource now) {
        ServerLimits limits = config.limits();
        HttpRouting.Builder routing = HttpRouting.builder();
        Gate gate = new Gate(registry, now, config.maxConcurrentRequests());
        Token admin = Token.orClosed(adminToken);
        lists(gate, routing, new Lists(services.exposures(), admin), services, new Access(access, registry));
        admin(gate, routing, services, admin);
        snapshots.register(gate, routing);
        new HealthEndpoints(health, registry).register(gate, routing);
        gate.register(routing, "/openapi", "openapi", new OpenApiEndpoint());
        gate.register(routing, "/", "console", page(new ConsolePage()));
        gate.registerRest(routing);
        routes = gate.routes();
        server = WebServer.builder()
                .host(config.host())
                .port(config.port())
                .connectionOptions(options -> options.tcpNoDelay(true).readTimeout(limits.idleTimeout()))
                .maxTcpConnections(limits.maxConnections())
                .maxPayloadSize(limits.maxBodyBytes())
                .shutdownGracePeriod(config.shutdownGrace())
                .shutdownHook(false) // Main stops the parts in their order
                .directHandlers(Refusals.handlers())
                .routing(routing)
                .build();
    }

    private static void lists(Gate gate, HttpRouting.Builder routing, Lists lists, Services services, Access access) {
        ListSource kept = services.kept();
        gate.register(
                routing,
                "/hot/trending",
                "trending",
                access.guarding(new TrendingEndpoint(services.trending(), lists)));
        gate.register(routing, "/similar/{id}", "similar", access.guarding(new SimilarEndpoint(kept, lists)));
        gate.register(routing, "/recommend/detail/{id}", "detail", access.guarding(new DetailEndpoint(kept, lists)));
        gate.register(
                routing,
                "/recommend/user/{user_id}",
                "user",
                access.guarding(new FeedEndpoint(FeedEndpoint.USER, kept, lists)));
        gate.register(
                routing,
                "/recommend/visitor/{visitor_id}",
                "visitor",
                access.guarding(new FeedEndpoint(FeedEndpoint.VISITOR, kept, lists)));
        gate.register(
                routing,
                "/recommend/session",
                "session",
                access.guarding(new SessionEndpoint(services.sessions(), lists)));
        gate.register(routing, "/items/{id}", "items", access.guarding(new ItemEndpoint(services.items())));
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
