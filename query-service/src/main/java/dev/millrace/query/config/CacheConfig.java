package dev.millrace.query.config;

import java.time.Duration;

/// Which lists are served again.
///
/// @param enabled false: each list is made for its request
/// @param maxBytes of kept lists, about; the ones used least go
/// @param maxAge how long a list for somebody whose inputs have not changed is served again
/// @param sharedMaxAge likewise, of a list for everybody
/// @param jitter by how much of it the age of a list may be less, 0..0.5, so that lists made together do not end
/// together
/// @param sharedLag how long a list for everybody may miss a change of its inputs
/// @param lastGoodFor how long a list is kept for when what it is made from cannot be read
/// @param maxWait how long a request waits for another one that makes the same list
public record CacheConfig(
        boolean enabled,
        int maxBytes,
        Duration maxAge,
        Duration sharedMaxAge,
        double jitter,
        Duration sharedLag,
        Duration lastGoodFor,
        Duration maxWait) {
    public CacheConfig {
        Checks.range("cache.max-bytes", maxBytes, 1 << 20, Integer.MAX_VALUE);
        Checks.range("cache.max-age-ms", maxAge.toMillis(), 1, 3_600_000);
        Checks.range("cache.shared-max-age-ms", sharedMaxAge.toMillis(), 1, 3_600_000);
        Checks.range("cache.shared-lag-ms", sharedLag.toMillis(), 0, 60_000);
        Checks.range("cache.last-good-s", lastGoodFor.toSeconds(), 0, 86_400);
        Checks.range("cache.max-wait-ms", maxWait.toMillis(), 1, 60_000);
    }
}
