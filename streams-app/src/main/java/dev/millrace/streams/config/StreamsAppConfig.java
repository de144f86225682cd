package dev.millrace.streams.config;

import dev.millrace.contract.topic.Topics;
import dev.millrace.streams.config.TopologySettings.Bounds;
import dev.millrace.streams.config.TopologySettings.ClockMode;
import dev.millrace.streams.config.TopologySettings.Exclusions;
import dev.millrace.streams.config.TopologySettings.TrendingFilter;
import dev.millrace.streams.config.TopologySettings.Weights;
import io.helidon.config.Config;
import io.helidon.config.ConfigSources;
import io.helidon.config.spi.ConfigSource;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// Everything streams-app is told at start.
///
/// @param host address the query endpoint listens on
/// @param port its port, 0 = any free one
/// @param advertised `host:port` under which query-service reaches it
/// @param iqToken that query-service has to show at `/iq`; empty when anybody may read state
/// @param applicationId Kafka Streams' application.id: prefix of groups, internal topics and transactions
/// @param stateDir where RocksDB lives
/// @param replicationFactor of every topic this program creates
/// @param standbys copies of each state partition on other instances, which answer while its owner is away
/// @param sessionTimeoutMs silence after which an instance counts as gone; the broker's minimum if that is more
/// @param commitIntervalMs transaction length; every hop adds about one
/// @param stateMinFreeBytes room on the disk of the state below which the process ends
/// @param rocksdbCacheBytes block cache and write buffers of all stores together
/// @param kafka client settings that are passed through
/// @param topology what the topology depends on
public record StreamsAppConfig(
        String host,
        int port,
        String advertised,
        IqToken iqToken,
        String applicationId,
        Path stateDir,
        short replicationFactor,
        int standbys,
        int sessionTimeoutMs,
        int commitIntervalMs,
        long stateMinFreeBytes,
        long rocksdbCacheBytes,
        Map<String, String> kafka,
        TopologySettings topology) {
    public StreamsAppConfig {
        TopologySettings.require(port >= 0 && port < 65536, "server.port must be 0..65535, got " + port);
        TopologySettings.require(
                advertised.matches("[^:\\s]+:\\d+"), "server.advertised must be host:port, got '" + advertised + "'");
        TopologySettings.require(
                commitIntervalMs > 0 && commitIntervalMs <= 30_000,
                "commit-interval-ms must be 1..30000, got " + commitIntervalMs);
        TopologySettings.require(standbys >= 0 && standbys <= 5, "standbys must be 0..5, got " + standbys);
        TopologySettings.require(
                sessionTimeoutMs >= 1_000 && sessionTimeoutMs <= 300_000,
                "session-timeout-ms must be 1000..300000, got " + sessionTimeoutMs);
        kafka = Map.copyOf(kafka);
        TopologySettings.require(kafka.containsKey("bootstrap.servers"), "kafka.bootstrap.servers is missing");
    }

    /// Reads system properties, environment, the file of `-Dmillrace.config`, then the defaults.
    ///
    /// @throws IllegalArgumentException naming the key and the accepted range
    public static StreamsAppConfig load() {
        var builder = Config.builder()
                .disableSystemPropertiesSource()
                .disableEnvironmentVariablesSource()
                .addSource(ConfigSources.systemProperties())
                .addSource(ConfigSources.environmentVariables());
        String file = System.getProperty("millrace.config");
        if (file != null) {
            requireKnownKeys(file);
            builder.addSource(ConfigSources.file(file));
        }
        return from(
                builder.addSource(ConfigSources.classpath("streams-app.yaml")).build());
    }

    /// A mistyped key would leave its default in force without a word.
    private static void requireKnownKeys(String file) {
        Config defaults = only(ConfigSources.classpath("streams-app.yaml"));
        only(ConfigSources.file(file))
                .traverse()
                .filter(Config::isLeaf)
                .map(leaf -> leaf.key().toString().replaceFirst("\\.\\d+$", ""))
                .filter(key -> !key.startsWith("kafka.")
                        && !DatabaseSettings.knows(key)
                        && !defaults.get(key).type().isLeaf())
                .findFirst()
                .ifPresent(key -> {
                    throw new IllegalArgumentException("unknown key " + key + " in " + file);
                });
    }

    private static Config only(Supplier<? extends ConfigSource> source) {
        return Config.builder(source)
                .disableSystemPropertiesSource()
                .disableEnvironmentVariablesSource()
                .build();
    }

    /// Reads a configuration tree.
    public static StreamsAppConfig from(Config config) {
        return new StreamsAppConfig(
                text(config, "server.host"),
                number(config, "server.port"),
                text(config, "server.advertised"),
                new IqToken(text(config, "iq.token")),
                text(config, "application-id"),
                Path.of(text(config, "state-dir")),
                (short) number(config, "topics.replication-factor", 1, Short.MAX_VALUE),
                number(config, "standbys"),
                number(config, "session-timeout-ms"),
                number(config, "commit-interval-ms"),
                number(config, "state-min-free-bytes", 0, 1L << 50),
                number(config, "rocksdb-cache-bytes", 16 << 20, 1L << 40),
                subtree(config.get("kafka")),
                topology(config));
    }

    private static TopologySettings topology(Config config) {
        return new TopologySettings(
                Topics.PARTITIONS,
                DatabaseSettings.sources(config),
                DatabaseSettings.sites(config),
                clock(text(config, "clock")),
                numbers(config, "orders.paid-dataset-status"),
                numbers(config, "orders.paid-api-status"),
                numbers(config, "orders.sellable-status"),
                flag(config, "orders.matomo"),
                new TrendingFilter(
                        flag(config, "trending.filter.enabled"),
                        weight(config, "trending.filter.min-price"),
                        number(config, "trending.filter.min-buyers"),
                        number(config, "trending.filter.max-idle-days"),
                        weight(config, "trending.filter.cheap-price"),
                        number(config, "trending.filter.cheap-min-buyers"),
                        number(config, "trending.filter.idle-days"),
                        number(config, "trending.filter.idle-min-buyers"),
                        number(config, "trending.filter.pool-multiplier")),
                new Exclusions(
                        users(config, "exclude.users"),
                        words(config, "exclude.visitors"),
                        number(config, "exclude.interactions-per-visit")),
                new Weights(
                        weight(config, "weights.order"),
                        weight(config, "weights.api-order"),
                        weight(config, "weights.view"),
                        weight(config, "weights.click"),
                        weight(config, "weights.cart")),
                new Bounds(
                        number(config, "bounds.images-per-item"),
                        number(config, "bounds.ranked-items"),
                        number(config, "bounds.items-per-window"),
                        number(config, "bounds.history-length"),
                        number(config, "bounds.neighbours"),
                        number(config, "bounds.pairs-per-item"),
                        number(config, "bounds.unsent-pairs"),
                        number(config, "bounds.waiting-rows"),
                        duration(config, "bounds.waiting-time"),
                        number(config, "bounds.profile-orders"),
                        number(config, "bounds.profile-actions"),
                        number(config, "bounds.users-per-visitor"),
                        number(config, "bounds.logins-per-visitor"),
                        duration(config, "bounds.anonymous-time"),
                        number(config, "bounds.hot-values"),
                        duration(config, "bounds.lateness"),
                        number(config, "bounds.text-length"),
                        number(config, "bounds.tags-per-item"),
                        number(config, "bounds.sessions"),
                        number(config, "bounds.session-length")));
    }

    private static ClockMode clock(String text) {
        return switch (text) {
            case "live" -> ClockMode.LIVE;
            case "replay" -> ClockMode.REPLAY;
            default -> throw new IllegalArgumentException("clock must be live or replay, got '" + text + "'");
        };
    }

    private static boolean flag(Config config, String key) {
        return switch (text(config, key).strip()) {
            case "true" -> true;
            case "false" -> false;
            default ->
                throw new IllegalArgumentException(key + " must be true or false, got '" + text(config, key) + "'");
        };
    }

    private static String text(Config config, String key) {
        return config.get(key)
                .asString()
                .orElseThrow(() -> new IllegalArgumentException("configuration key " + key + " is missing"));
    }

    private static int number(Config config, String key) {
        return (int) number(config, key, Integer.MIN_VALUE, Integer.MAX_VALUE);
    }

    private static long number(Config config, String key, long least, long most) {
        try {
            long number = Long.parseLong(text(config, key).strip());
            TopologySettings.require(
                    number >= least && number <= most, "%s must be %d..%d, got %d".formatted(key, least, most, number));
            return number;
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(key + " must be a whole number, got '" + text(config, key) + "'", e);
        }
    }

    private static double weight(Config config, String key) {
        try {
            double weight = Double.parseDouble(text(config, key).strip());
            TopologySettings.require(weight >= 0 && weight <= 1_000, key + " must be 0..1000, got " + weight);
            return weight;
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(key + " must be a number, got '" + text(config, key) + "'", e);
        }
    }

    private static Duration duration(Config config, String key) {
        try {
            return Duration.parse(text(config, key).strip());
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(
                    key + " must be an ISO-8601 duration such as PT10M, got '" + text(config, key) + "'", e);
        }
    }

    /// Text with commas, or a list.
    static String list(Config node) {
        return node.type() == Config.Type.LIST
                ? String.join(",", node.asList(String.class).get())
                : node.asString().orElse("");
    }

    static Set<Integer> numbers(Config config, String key) {
        return each(config, key, Integer::valueOf);
    }

    private static Set<Long> users(Config config, String key) {
        return each(config, key, Long::valueOf);
    }

    private static Set<String> words(Config config, String key) {
        return Arrays.stream(list(config.get(key)).split(",", -1))
                .map(String::strip)
                .filter(word -> !word.isEmpty())
                .collect(Collectors.toUnmodifiableSet());
    }

    private static <T> Set<T> each(Config config, String key, Function<String, T> number) {
        try {
            return words(config, key).stream().map(number).collect(Collectors.toUnmodifiableSet());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    key + " must be whole numbers with commas, got '" + list(config.get(key)) + "'", e);
        }
    }

    /// Keys below `node`, dots and all.
    private static Map<String, String> subtree(Config node) {
        Map<String, String> values = new TreeMap<>();
        node.detach().asMap().ifPresent(all -> all.forEach((key, value) -> values.put(key, value)));
        return values;
    }

    /// Effective values for the log; secrets masked.
    public Map<String, String> printable() {
        Map<String, String> shown = new TreeMap<>();
        kafka.forEach((key, value) -> shown.put("kafka." + key, isSecret(key) ? "***" : value));
        shown.put("server", host + ":" + port + " as " + advertised);
        shown.put("iq.token", iqToken.toString());
        shown.put("application-id", applicationId);
        shown.put("state-dir", stateDir.toString());
        shown.put("standbys", String.valueOf(standbys));
        shown.put("session-timeout-ms", String.valueOf(sessionTimeoutMs));
        shown.put("commit-interval-ms", String.valueOf(commitIntervalMs));
        shown.put("topology", topology.toString());
        return shown;
    }

    private static boolean isSecret(String key) {
        String lower = key.toLowerCase(Locale.ROOT);
        return lower.contains("password") || lower.contains("jaas") || lower.contains("secret");
    }
}
