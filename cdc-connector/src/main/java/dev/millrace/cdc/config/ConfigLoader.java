package dev.millrace.cdc.config;

import io.helidon.config.Config;
import io.helidon.config.ConfigSources;
import io.helidon.config.spi.ConfigSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/// Turns configuration sources into a [CdcConfig]: system properties, environment, the file named by
/// `-Dmillrace.config`, then the defaults in `cdc-connector.yaml`.
public final class ConfigLoader {
    private static final Set<String> ROOT_KEYS =
            Set.of("server", "kafka", "topics", "capture", "databases", "debezium");
    private static final Set<String> SERVER_KEYS = Set.of("host", "port", "admin-token", "admin-token-file");
    private static final Set<String> CAPTURE_KEYS = Set.of(
            "poll-interval",
            "max-batch-size",
            "max-queue-size",
            "snapshot-locking-mode",
            "snapshot-threads",
            "start-timeout",
            "on-lost-binlog");

    private ConfigLoader() {}

    /// Reads all sources.
    ///
    /// @throws ConfigException when a setting is missing, unknown or out of range
    public static CdcConfig load() {
        List<Supplier<? extends ConfigSource>> sources = new ArrayList<>();
        Optional.ofNullable(System.getProperty("millrace.config")).ifPresent(file -> {
            requireKnownKeys(file);
            sources.add(ConfigSources.file(file));
        });
        sources.add(ConfigSources.classpath("cdc-connector.yaml"));
        return read(Config.builder().sources(sources).build());
    }

    /// Environment and system properties share the root with the settings, so only a file is held to the known keys.
    private static void requireKnownKeys(String file) {
        ConfigTree root = new ConfigTree(
                Config.builder(ConfigSources.file(file))
                        .disableEnvironmentVariablesSource()
                        .disableSystemPropertiesSource()
                        .build(),
                "");
        root.only(ROOT_KEYS);
        root.child("server").only(SERVER_KEYS);
    }

    static CdcConfig read(Config config) {
        ConfigTree root = new ConfigTree(config, "");
        return new CdcConfig(
                server(root.child("server")),
                root.leaves("kafka"),
                replicationFactor(root.child("topics")),
                capture(root),
                DatabasesLoader.read(root.child("databases")));
    }

    private static ServerConfig server(ConfigTree server) {
        return new ServerConfig(
                server.required("host"),
                server.number("port"),
                server.secret("admin-token").orElse(new Secret("")));
    }

    private static short replicationFactor(ConfigTree topics) {
        topics.only(Set.of("replication-factor"));
        return (short) Math.clamp(topics.number("replication-factor"), 0, Short.MAX_VALUE);
    }

    private static CaptureConfig capture(ConfigTree root) {
        ConfigTree capture = root.child("capture");
        capture.only(CAPTURE_KEYS);
        return new CaptureConfig(
                capture.duration("poll-interval"),
                capture.number("max-batch-size"),
                capture.number("max-queue-size"),
                capture.required("snapshot-locking-mode"),
                capture.number("snapshot-threads"),
                capture.duration("start-timeout"),
                OnLostBinlog.parse(capture.required("on-lost-binlog")),
                root.leaves("debezium"));
    }
}
