package dev.millrace.query.config;

import dev.millrace.query.recall.PairWeights;
import io.helidon.config.Config;
import io.helidon.config.ConfigSources;
import io.helidon.config.spi.ConfigSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Reads the settings: system properties, environment, the file named by `-Dmillrace.config`, the module's
/// defaults.
public final class ConfigLoader {
    private static final String DEFAULTS = "query-service.yaml";
    private static final String FILE_PROPERTY = "millrace.config";
    /// Keys below these are no names of ours, or are checked by who reads them.
    private static final List<String> OPEN =
            List.of("kafka.", "ranker.weights.", "diversity.lambda.endpoint.", "diversity.lambda.source.");

    private static final Pattern COMMA = Pattern.compile(",");

    private ConfigLoader() {}

    /// The settings of this process.
    ///
    /// @throws ConfigurationException when a value is missing, out of range or unknown
    public static QueryConfig load() {
        List<Supplier<? extends ConfigSource>> sources =
                new ArrayList<>(List.of(ConfigSources.systemProperties(), ConfigSources.environmentVariables()));
        String file = System.getProperty(FILE_PROPERTY, "");
        if (!file.isEmpty()) {
            Path path = Path.of(file);
            if (!Files.isReadable(path)) {
                throw new ConfigurationException("-D" + FILE_PROPERTY + " names no readable file: " + path);
            }
            refuseUnknownKeys(path);
            sources.add(ConfigSources.file(path));
        }
        sources.add(ConfigSources.classpath(DEFAULTS));
        return from(Config.just(sources.toArray(Supplier[]::new)));
    }

    static QueryConfig from(Config config) {
        return new QueryConfig(
                new ServerConfig(
                        text(config, "server.host"),
                        number(config, "server.port"),
                        number(config, "server.max-concurrent-requests"),
                        millis(config, "server.shutdown-grace-ms"),
                        new ServerLimits(
                                number(config, "server.max-connections"),
                                number(config, "server.max-body-bytes"),
                                millis(config, "server.idle-timeout-ms"))),
                kafka(config),
                new IqConfig(
                        hosts(text(config, "iq.seeds")),
                        text(config, "iq.application-id"),
                        text(config, "iq.token"),
                        millis(config, "iq.attempt-timeout-ms"),
                        millis(config, "iq.hedge-after-ms"),
                        millis(config, "iq.overall-timeout-ms"),
                        millis(config, "iq.retry-pause-ms"),
                        millis(config, "iq.refresh-interval-ms")),
                new ReplicaConfig(number(config, "replica.max-items")),
                new RankingConfig(
                        new PairWeights(
                                decimal(config, "ranking.before-weight", 0, 10),
                                (int) decimal(config, "ranking.shrinkage", 0, 1_000_000),
                                decimal(config, "ranking.own-exponent", 0, 1),
                                decimal(config, "ranking.other-exponent", 0, 1)),
                        decimal(config, "ranking.history-decay", 0.01, 1),
                        number(config, "ranking.history-items"),
                        number(config, "ranking.max-neighbours")),
                ListLoader.recall(config),
                ListLoader.from(config),
                new SessionsConfig(
                        number(config, "sessions.max-sessions"),
                        number(config, "sessions.sample"),
                        number(config, "sessions.neighbours"),
                        number(config, "sessions.length"),
                        text(config, "sessions.seen")),
                new ExposureConfig(
                        flag(config, "exposure.enabled"),
                        number(config, "exposure.max-waiting-bytes"),
                        millis(config, "exposure.close-timeout-ms"),
                        number(config, "exposure.search-records"),
                        millis(config, "exposure.search-timeout-ms")),
                vectors(config),
                AdminConfig.of(text(config, "admin.token"), text(config, "admin.token-file")),
                AccessConfig.of(
                        text(config, "access.keys"),
                        text(config, "access.keys-file"),
                        number(config, "access.requests-per-second"),
                        number(config, "access.burst")),
                new CacheConfig(
                        flag(config, "cache.enabled"),
                        number(config, "cache.max-bytes"),
                        millis(config, "cache.max-age-ms"),
                        millis(config, "cache.shared-max-age-ms"),
                        decimal(config, "cache.jitter", 0, 0.5),
                        millis(config, "cache.shared-lag-ms"),
                        seconds(config, "cache.last-good-s"),
                        millis(config, "cache.max-wait-ms")),
                WindowClock.of(text(config, "clock")));
    }

    private static VectorsConfig vectors(Config config) {
        return new VectorsConfig(
                number(config, "vectors.max-items"),
                number(config, "vectors.max-models"),
                number(config, "vectors.neighbours"),
                decimal(config, "vectors.min-similarity", 0, 1),
                number(config, "vectors.memoised-items"),
                seconds(config, "vectors.probe-interval-s"),
                number(config, "vectors.probe-items"),
                new VectorIndexConfig(
                        text(config, "vectors.graph"),
                        text(config, "vectors.storage"),
                        number(config, "vectors.exact-below"),
                        number(config, "vectors.m"),
                        number(config, "vectors.ef-construction"),
                        number(config, "vectors.ef"),
                        decimal(config, "vectors.max-dead", 0.01, 10),
                        decimal(config, "vectors.max-filled", 0.1, 1)),
                new VectorSnapshotConfig(
                        text(config, "vectors.snapshot-folder"),
                        seconds(config, "vectors.snapshot-interval-s"),
                        hosts(text(config, "vectors.peers")),
                        millis(config, "vectors.peer-timeout-ms"),
                        text(config, "vectors.token")));
    }

    private static void refuseUnknownKeys(Path file) {
        Set<String> known = leaves(Config.just(ConfigSources.classpath(DEFAULTS)));
        for (String key : leaves(Config.just(ConfigSources.file(file)))) {
            if (!known.contains(key) && OPEN.stream().noneMatch(key::startsWith)) {
                throw new ConfigurationException("unknown setting %s in %s; known are %s"
                        .formatted(
                                key,
                                file,
                                Stream.concat(
                                                OPEN.stream().map(open -> open + "*"),
                                                known.stream().sorted())
                                        .collect(Collectors.joining(", "))));
            }
        }
    }

    private static Set<String> leaves(Config config) {
        return config.traverse()
                .filter(Config::isLeaf)
                .map(node -> node.key().toString())
                .collect(Collectors.toSet());
    }

    private static Map<String, String> kafka(Config config) {
        return config.get("kafka").detach().asMap().orElse(Map.of());
    }

    private static List<String> hosts(String text) {
        return Arrays.stream(COMMA.split(text))
                .map(String::strip)
                .filter(host -> !host.isEmpty())
                .toList();
    }

    private static Duration millis(Config config, String key) {
        return Duration.ofMillis(number(config, key));
    }

    private static Duration seconds(Config config, String key) {
        return Duration.ofSeconds(number(config, key));
    }

    static int number(Config config, String key) {
        String text = text(config, key);
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new ConfigurationException(key + " must be a whole number, got " + text);
        }
    }

    static boolean flag(Config config, String key) {
        String text = text(config, key);
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new ConfigurationException(key + " must be true or false, got " + text);
        };
    }

    static double decimal(Config config, String key, double min, double max) {
        String text = text(config, key);
        try {
            double value = Double.parseDouble(text);
            if (value >= min && value <= max) {
                return value;
            }
        } catch (NumberFormatException e) {
            // As one out of range.
        }
        throw new ConfigurationException("%s must be a number %s..%s, got %s".formatted(key, min, max, text));
    }

    private static String text(Config config, String key) {
        return config.get(key)
                .asString()
                .asOptional()
                .orElseThrow(() -> new ConfigurationException("setting " + key + " is missing"))
                .strip();
    }
}
