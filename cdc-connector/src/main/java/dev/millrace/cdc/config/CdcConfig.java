package dev.millrace.cdc.config;

import static dev.millrace.cdc.config.ConfigException.require;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Everything the connector is told.
///
/// @param server where it answers
/// @param kafka settings for every Kafka client, passed on as they are
/// @param replicationFactor of topics that the connector creates
/// @param capture how engines read
/// @param databases what they read, at least one
public record CdcConfig(
        ServerConfig server,
        Map<String, String> kafka,
        short replicationFactor,
        CaptureConfig capture,
        List<DatabaseConfig> databases) {
    public CdcConfig {
        require(
                !kafka.getOrDefault("bootstrap.servers", "").isBlank(),
                "kafka.bootstrap.servers must be set, for example 127.0.0.1:9092");
        require(
                replicationFactor >= 1 && replicationFactor <= 10,
                "topics.replication-factor must be 1..10, got %d",
                replicationFactor);
        require(!databases.isEmpty(), "databases: all are switched off, so there is nothing to capture");
        requireOwnServerIds(databases);
        kafka = Map.copyOf(kafka);
        databases = List.copyOf(databases);
    }

    private static void requireOwnServerIds(List<DatabaseConfig> databases) {
        Map<String, DatabaseConfig> known = new HashMap<>();
        for (DatabaseConfig database : databases) {
            String server = database.host().toLowerCase(Locale.ROOT) + ":" + database.port();
            DatabaseConfig other = known.putIfAbsent(server + "#" + database.serverId(), database);
            if (other != null) {
                throw new ConfigException(
                        "databases.%s.server-id is %d as that of databases.%s, and both are on %s: a server throws out one of"
                                        .formatted(
                                                database.source().name(),
                                                database.serverId(),
                                                other.source().name(),
                                                server)
                                + " two replicas with the same id; choose another");
            }
        }
    }

    @Override
    public String toString() {
        return "server=%s kafka=%s topics.replication-factor=%d capture=%s databases=%s"
                .formatted(server, PassedOn.text(kafka), replicationFactor, capture, databases);
    }
}
