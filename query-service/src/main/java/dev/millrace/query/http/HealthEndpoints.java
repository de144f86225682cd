package dev.millrace.query.http;

import dev.millrace.query.health.Health;
import io.helidon.webserver.http.HttpRouting;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/// `/live`, `/ready`, `/health`, `/metrics`.
final class HealthEndpoints {
    private final Health health;
    private final PrometheusMeterRegistry registry;

    HealthEndpoints(Health health, PrometheusMeterRegistry registry) {
        this.health = health;
        this.registry = registry;
    }

    void register(Gate gate, HttpRouting.Builder routing) {
        gate.registerProbe(routing, "/live", "live", exchange -> unstored(Answer.json(200, Map.of("live", true))));
        gate.registerProbe(routing, "/ready", "ready", exchange -> ready());
        gate.registerProbe(routing, "/health", "health", exchange -> report());
        gate.registerProbe(
                routing,
                "/metrics",
                "metrics",
                exchange -> unstored(Answer.text(
                        "text/plain; version=0.0.4; charset=utf-8",
                        registry.scrape().getBytes(StandardCharsets.UTF_8))));
    }

    private Answer ready() {
        Health.Readiness readiness = health.readiness();
        return unstored(retryable(Answer.json(readiness.ready() ? 200 : 503, readiness)));
    }

    private Answer report() {
        Health.Report report = health.report();
        return unstored(retryable(Answer.json(report.canServe() ? 200 : 503, report.body())));
    }

    private static Answer retryable(Answer answer) {
        return answer.status() == 503 ? answer.with("Retry-After", "1") : answer;
    }

    private static Answer unstored(Answer answer) {
        return answer.with("Cache-Control", "no-store");
    }
}
