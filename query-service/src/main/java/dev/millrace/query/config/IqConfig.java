package dev.millrace.query.config;

import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/// How streams-app is found and how long it is waited for.
///
/// @param seeds `host:port` of instances that are asked for the routing table; one that answers is enough
/// @param applicationId of streams-app: names of its logs begin with it
/// @param token that streams-app wants to see; empty when it wants none
/// @param attemptTimeout for one request to one host
/// @param hedgeAfter silence of a host after which the next copy is asked as well
/// @param overallTimeout for one batch with all its repeats
/// @param retryPause before the one second pass over the hosts
/// @param refreshInterval of the routing table when nothing goes wrong
public record IqConfig(
        List<String> seeds,
        String applicationId,
        String token,
        Duration attemptTimeout,
        Duration hedgeAfter,
        Duration overallTimeout,
        Duration retryPause,
        Duration refreshInterval) {
    private static final Pattern APPLICATION_ID = Pattern.compile("[A-Za-z0-9._-]{1,200}");
    private static final int SHORTEST_TOKEN = 16;
    private static final Pattern HOST_PORT = Pattern.compile("[A-Za-z0-9._-]+:[0-9]{1,5}");

    public IqConfig {
        seeds = List.copyOf(seeds);
        if (seeds.isEmpty() || !seeds.stream().allMatch(IqConfig::isHostAndPort)) {
            throw new ConfigurationException("iq.seeds must be a comma list of host:port, got " + seeds);
        }
        if (!APPLICATION_ID.matcher(applicationId).matches()) {
            throw new ConfigurationException(
                    "iq.application-id must be that of streams-app, letters, digits and ._-, got " + applicationId);
        }
        if (!token.isEmpty() && token.length() < SHORTEST_TOKEN) {
            throw new ConfigurationException(
                    "iq.token must have %d characters or more, or be empty".formatted(SHORTEST_TOKEN));
        }
        Checks.range("iq.attempt-timeout-ms", attemptTimeout.toMillis(), 1, 60_000);
        Checks.range("iq.hedge-after-ms", hedgeAfter.toMillis(), 1, 60_000);
        Checks.range("iq.overall-timeout-ms", overallTimeout.toMillis(), 1, 60_000);
        Checks.range("iq.retry-pause-ms", retryPause.toMillis(), 0, 10_000);
        Checks.range("iq.refresh-interval-ms", refreshInterval.toMillis(), 10, 600_000);
    }

    /// For the log: without the token.
    @Override
    public String toString() {
        return "IqConfig[seeds=%s, applicationId=%s, token=%s, attemptTimeout=%s, hedgeAfter=%s, overallTimeout=%s]"
                .formatted(
                        seeds, applicationId, token.isEmpty() ? "" : "***", attemptTimeout, hedgeAfter, overallTimeout);
    }

    static boolean isHostAndPort(String text) {
        return HOST_PORT.matcher(text).matches();
    }
}
