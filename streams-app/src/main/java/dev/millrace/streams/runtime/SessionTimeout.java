package dev.millrace.streams.runtime;

import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.streams.StreamsConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// How long an instance may be silent before its partitions are given to others. A broker refuses members that
/// ask for less than `group.min.session.timeout.ms`, so that is asked for first.
final class SessionTimeout {
    private static final Logger LOG = LoggerFactory.getLogger(SessionTimeout.class);
    private static final String MINIMUM = "group.min.session.timeout.ms";
    private static final int KAFKAS_MINIMUM_MS = 6_000;
    private static final int BEATS = 10;

    private SessionTimeout() {}

    /// Sets the wanted time-out, or the broker's minimum with a warning; and a beat ten times as often, for a
    /// member hears of a rebalance only when it beats.
    static void set(Properties settings, Admin admin, int wantedMs, Duration timeout) {
        int minimumMs = minimumMs(admin, timeout);
        if (wantedMs < minimumMs) {
            LOG.atWarn()
                    .addKeyValue("wantedMs", wantedMs)
                    .addKeyValue("minimumMs", minimumMs)
                    .log("the broker's " + MINIMUM + " is higher than session-timeout-ms: an instance that dies is"
                            + " missed later");
        }
        int sessionMs = Math.max(wantedMs, minimumMs);
        put(settings, ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, sessionMs);
        put(settings, ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, sessionMs / BEATS);
    }

    private static void put(Properties settings, String key, int value) {
        settings.put(StreamsConfig.mainConsumerPrefix(key), String.valueOf(value));
    }

    private static int minimumMs(Admin admin, Duration timeout) {
        try {
            long limit = timeout.toMillis();
            String broker = admin.describeCluster()
                    .nodes()
                    .get(limit, TimeUnit.MILLISECONDS)
                    .iterator()
                    .next()
                    .idString();
            ConfigResource resource = new ConfigResource(ConfigResource.Type.BROKER, broker);
            ConfigEntry entry = admin.describeConfigs(List.of(resource))
                    .all()
                    .get(limit, TimeUnit.MILLISECONDS)
                    .values()
                    .iterator()
                    .next()
                    .get(MINIMUM);
            return entry == null || entry.value() == null ? KAFKAS_MINIMUM_MS : Integer.parseInt(entry.value());
        } catch (ExecutionException | TimeoutException e) {
            LOG.atWarn()
                    .addKeyValue("reason", e.getMessage())
                    .log("cannot ask the broker for " + MINIMUM + ", taking Kafka's default");
            return KAFKAS_MINIMUM_MS;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return KAFKAS_MINIMUM_MS;
        }
    }
}
