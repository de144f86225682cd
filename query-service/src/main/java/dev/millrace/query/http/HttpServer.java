package dev.millrace.query.http;

import dev.millrace.query.config.ServerConfig;
import dev.millrace.query.console.ConsolePage;
import dev.millrace.query.health.Health;
import dev.millrace.query.serve.ItemService;
import dev.millrace.query.serve.SessionService;
import dev.millrace.query.serve.SimilarService;
import dev.millrace.query.serve.TrendingService;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.InstantSource;

/// The web server and its routes.
public final class HttpServer implements AutoCloseable {
    private final WebServer server;

    public HttpServer(
            ServerConfig config,
            TrendingService trending,
            SimilarService similar,
            SessionService sessions,
            ItemService items,
            Health health,
            VectorSnapshots snapshots,
            PrometheusMeterRegistry registry,
            InstantSource now) {
        HttpRouting.Builder routing = HttpRouting.builder();
        Gate gate = new Gate(registry, now, config.maxConcurrentRequests());
        gate.register(routing, "/hot/trending", "trending", new TrendingEndpoint(trending));
        gate.register(routing, "/similar/{id}", "similar", new SimilarEndpoint(similar));
        gate.register(routing, "/recommend/session", "session", new SessionEndpoint(sessions));
        gate.register(routing, "/items/{id}", "items", new ItemEndpoint(items));
        snapshots.register(gate, routing);
        new HealthEndpoints(health, registry).register(gate, routing);
        gate.register(routing, "/", "console", page(new ConsolePage()));
        gate.registerRest(routing);
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

    private static Endpoint page(ConsolePage page) {
        return exchange -> Answer.text("text/html; charset=utf-8", page.html())
                .with("Content-Security-Policy", ConsolePage.POLICY)
                .with("Cache-Control", "no-cache");
    }

    /// Starts to listen.
    public void start() {
        server.start();
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
