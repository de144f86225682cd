package dev.millrace.query.config;

import java.time.Duration;

/// The log of served lists.
///
/// @param maxWaitingBytes of exposures that the broker has not acknowledged; more are dropped
/// @param closeTimeout how long a stop waits for them
/// @param searchRecords that are looked at for one request
/// @param searchTimeout how long they are looked at
public record ExposureConfig(
        boolean enabled, int maxWaitingBytes, Duration closeTimeout, int searchRecords, Duration searchTimeout) {
    public ExposureConfig {
        Checks.range("exposure.max-waiting-bytes", maxWaitingBytes, 64 << 10, 1 << 30);
        Checks.range("exposure.close-timeout-ms", closeTimeout.toMillis(), 0, 60_000);
        Checks.range("exposure.search-records", searchRecords, 1, 100_000_000);
        Checks.range("exposure.search-timeout-ms", searchTimeout.toMillis(), 1, 600_000);
    }
}
