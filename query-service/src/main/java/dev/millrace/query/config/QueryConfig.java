package dev.millrace.query.config;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// Everything that can be set.
///
/// @param kafka handed to the Kafka clients as it is
public record QueryConfig(
        ServerConfig server,
        Map<String, String> kafka,
        IqConfig iq,
        ReplicaConfig replica,
        RankingConfig ranking,
        RecallConfig recall,
        ListConfig list,
        SessionsConfig sessions,
        ExposureConfig exposure,
        VectorsConfig vectors,
        AdminConfig admin,
        AccessConfig access,
        CacheConfig cache,
        WindowClock clock) {
    private static final Pattern SECRET = Pattern.compile("password|secret|jaas|token|keystore\\.key|credential");

    public QueryConfig {
        kafka = Map.copyOf(kafka);
        Checks.present("kafka.bootstrap.servers", kafka.getOrDefault("bootstrap.servers", ""));
    }

    /// For the log: secrets among the Kafka settings are masked.
    @Override
    public String toString() {
        Map<String, String> shown = new TreeMap<>(kafka);
        shown.replaceAll(
                (key, value) -> SECRET.matcher(key.toLowerCase(Locale.ROOT)).find() ? "***" : value);
        return "%s, kafka=%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, clock=%s"
                .formatted(
                        server, shown, iq, replica, ranking, recall, list, sessions, exposure, vectors, admin, access,
                        cache, clock);
    }
}
