package dev.millrace.query.config;

import java.time.Duration;

/// The log of served lists.
///
/// @param maxWaitingBytes of exposures that the broker has not acknowledged; more are dropped
/// @param closeTimeout how long a stop waits for them
public record ExposureConfig(boolean enabled, int maxWaitingBytes, Duration closeTimeout) {
    public ExposureConfig {
        Checks.range("exposure.max-waiting-bytes", maxWaitingBytes, 64 << 10, 1 << 30);
        Checks.range("exposure.close-timeout-ms", closeTimeout.toMillis(), 0, 60_000);
    }
}
