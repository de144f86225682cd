package dev.millrace.query.config;

import java.time.Duration;

/// How much a client may ask of the web server before a route sees it. A request line has 4 KiB and all headers
/// together
/// 16 KiB at most, as the web server comes.
///
/// @param maxConnections more wait until one is closed
/// @param maxBodyBytes of a request
/// @param idleTimeout after which a connection on which nothing comes is closed
public record ServerLimits(int maxConnections, int maxBodyBytes, Duration idleTimeout) {

    /// Those of `query-service.yaml`.
    public static final ServerLimits DEFAULT = new ServerLimits(10_000, 1_024, Duration.ofMinutes(1));

    public ServerLimits {
        Checks.range("server.max-connections", maxConnections, 1, 1_000_000);
        Checks.range("server.max-body-bytes", maxBodyBytes, 1, 1 << 20);
        Checks.range("server.idle-timeout-ms", idleTimeout.toMillis(), 100, 3_600_000);
    }
}
