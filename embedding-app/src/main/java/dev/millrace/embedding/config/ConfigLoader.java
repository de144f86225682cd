package dev.millrace.embedding.config;

import dev.millrace.embedding.model.EmbeddingModel;
import dev.millrace.embedding.model.ModelChoice;
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
import java.util.stream.Collectors;

/// Reads the settings: system properties, environment, the file named by `-Dmillrace.config`, the module's
/// defaults.
public final class ConfigLoader {
    private static final String DEFAULTS = "embedding-app.yaml";
    private static final String FILE_PROPERTY = "millrace.config";

    private ConfigLoader() {}

    /// The settings of this process.
    ///
    /// @throws ConfigurationException when a value is missing, out of range or unknown
    public static EmbeddingConfig load() {
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

    private static EmbeddingConfig from(Config config) {
        return new EmbeddingConfig(
                new ServerConfig(text(config, "server.host"), number(config, "server.port")),
                text(config, "application-id"),
                config.get("kafka").detach().asMap().orElse(Map.of()),
                number(config, "topics.replication-factor"),
                new ModelChoice(
                        model(config, "models.chinese"),
                        model(config, "models.other"),
                        number(config, "models.han-percent")),
                new Bounds(
                        number(config, "bounds.threads"),
                        number(config, "bounds.batch"),
                        Duration.ofMillis(number(config, "bounds.batch-ms")),
                        number(config, "bounds.waiting-texts"),
                        number(config, "bounds.tokens"),
                        number(config, "bounds.characters"),
                        number(config, "bounds.items")),
                Duration.ofHours(number(config, "stray-hours")));
    }

    private static EmbeddingModel model(Config config, String key) {
        String label = text(config, key);
        return EmbeddingModel.ofLabel(label).orElseThrow(() -> {
            String known = Arrays.stream(EmbeddingModel.values())
                    .map(EmbeddingModel::label)
                    .collect(Collectors.joining(", "));
            return new ConfigurationException("%s must be one of %s, got %s".formatted(key, known, label));
        });
    }

    private static void refuseUnknownKeys(Path file) {
        Set<String> known = leaves(Config.just(ConfigSources.classpath(DEFAULTS)));
        for (String key : leaves(Config.just(ConfigSources.file(file)))) {
            if (!known.contains(key) && !key.startsWith("kafka.")) {
                throw new ConfigurationException("unknown setting %s in %s; known are kafka.* and %s"
                        .formatted(key, file, known.stream().sorted().collect(Collectors.joining(", "))));
            }
        }
    }

    private static Set<String> leaves(Config config) {
        return config.traverse()
                .filter(Config::isLeaf)
                .map(node -> node.key().toString())
                .collect(Collectors.toSet());
    }

    private static int number(Config config, String key) {
        String text = text(config, key);
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new ConfigurationException(key + " must be a whole number, got " + text);
        }
    }

    private static String text(Config config, String key) {
        return config.get(key)
                .asString()
                .asOptional()
                .orElseThrow(() -> new ConfigurationException("setting " + key + " is missing"))
                .strip();
    }
}
