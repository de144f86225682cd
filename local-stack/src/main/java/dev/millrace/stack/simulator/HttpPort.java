package dev.millrace.stack.simulator;

import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.WebServer;
import java.util.function.BooleanSupplier;

/// `/live`, `/ready` and `/metrics` of the simulator, on this machine only.
final class HttpPort implements AutoCloseable {
    private final WebServer server;

    private HttpPort(WebServer server) {
        this.server = server;
    }

    static HttpPort start(int port, BooleanSupplier ready, SimulatorMetrics metrics) {
        WebServer server = WebServer.builder()
                .host("127.0.0.1")
                .port(port)
                .routing(routes -> routes.get("/live", (request, response) -> response.send("live"))
                        .get("/ready", (request, response) -> {
                            boolean yes = ready.getAsBoolean();
                            response.status(yes ? Status.OK_200 : Status.SERVICE_UNAVAILABLE_503)
                                    .header(HeaderNames.CONTENT_TYPE, "application/json")
                                    .send("{\"ready\":%s,\"detail\":\"%s\"}"
                                            .formatted(yes, yes ? "writing" : "waiting for the databases"));
                        })
                        .get(
                                "/metrics",
                                (request, response) -> response.header(
                                                HeaderNames.CONTENT_TYPE, "text/plain; version=0.0.4")
                                        .send(metrics.scrape())))
                .build()
                .start();
        return new HttpPort(server);
    }

    int port() {
        return server.port();
    }

    @Override
    public void close() {
        server.stop();
    }
}
