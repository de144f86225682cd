package dev.millrace.embedding.config;

import dev.millrace.embedding.model.ModelChoice;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// Everything that can be set.
///
/// @param applicationId consumer group, and prefix of the transactional ids
/// @param kafka handed to the Kafka clients as it is
/// @param replicationFactor of the topics it creates
/// @param strayAfter how long a vector without an item is kept
public record EmbeddingConfig(
        ServerConfig server,
        String applicationId,
        Map<String, String> kafka,
        int replicationFactor,
        ModelChoice models,
        Bounds bounds,
        Duration strayAfter) {
    private static final Pattern SECRET = Pattern.compile("password|secret|jaas|token|keystore\\.key|credential");

    public EmbeddingConfig {
        kafka = Map.copyOf(kafka);
        Checks.present("application-id", applicationId);
        Checks.present("kafka.bootstrap.servers", kafka.getOrDefault("bootstrap.servers", ""));
        Checks.range("topics.replication-factor", replicationFactor, 1, 10);
        Checks.range("models.han-percent", models.hanPercent(), 0, 100);
        Checks.range("stray-hours", strayAfter.toHours(), 1, 8_760);
    }

    /// For the log: secrets among the Kafka settings are masked.
    @Override
    public String toString() {
        Map<String, String> shown = new TreeMap<>(kafka);
        shown.replaceAll(
                (key, value) -> SECRET.matcher(key.toLowerCase(Locale.ROOT)).find() ? "***" : value);
        return "%s, application-id=%s, kafka=%s, replication-factor=%d, %s, %s, stray-after=%s"
                .formatted(server, applicationId, shown, replicationFactor, models, bounds, strayAfter);
    }
}
