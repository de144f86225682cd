package dev.millrace.query.config;

import java.time.Duration;

/// Where the service listens.
///
/// @param port 0 takes a free one
/// @param maxConcurrentRequests requests above it are answered 503 at once
/// @param shutdownGrace how long a stop waits for requests in flight
public record ServerConfig(
        String host, int port, int maxConcurrentRequests, Duration shutdownGrace, ServerLimits limits) {
    public ServerConfig {
        Checks.present("server.host", host);
        Checks.range("server.port", port, 0, 65_535);
        Checks.range("server.max-concurrent-requests", maxConcurrentRequests, 1, 100_000);
        Checks.range("server.shutdown-grace-ms", shutdownGrace.toMillis(), 0, 60_000);
    }
}
