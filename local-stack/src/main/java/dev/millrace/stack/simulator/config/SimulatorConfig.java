package dev.millrace.stack.simulator.config;

import dev.millrace.stack.load.sql.DatabaseAccess;
import io.helidon.config.Config;
import io.helidon.config.ConfigSources;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;

/// What the simulator is told.
///
/// @param seed same seed, same decisions
/// @param rate row changes a second, 0 = none
/// @param items data sets of a new shop
/// @param users users of a new shop
/// @param port its own HTTP port on 127.0.0.1, 0 = any free one
/// @param matomoPrefix Matomo's table prefix
/// @param query base address of the query-service
public record SimulatorConfig(
        long seed,
        double rate,
        int items,
        int users,
        int port,
        DatabaseAccess business,
        DatabaseAccess matomo,
        String matomoPrefix,
        URI query) {
    private static final int MOST_ITEMS = 900_000;

    public SimulatorConfig {
        require(rate >= 0 && rate <= 100_000, "simulator.rate", "0..100000 row changes a second", rate);
        require(items >= 2 && items <= MOST_ITEMS, "simulator.items", "2.." + MOST_ITEMS, items);
        require(users >= 1 && users <= MOST_ITEMS, "simulator.users", "1.." + MOST_ITEMS, users);
        require(port >= 0 && port <= 65535, "simulator.port", "0..65535", port);
        require(matomoPrefix.matches("\\w*"), "databases.matomo.table-prefix", "letters, digits, _", matomoPrefix);
    }

    /// Reads system properties, environment, the file named by `-Dmillrace.config`, then the defaults.
    public static SimulatorConfig load() {
        String file = System.getProperty("millrace.config");
        var defaults = ConfigSources.classpath("simulator/simulator.yaml");
        Config config = file == null
                ? Config.create(ConfigSources.systemProperties(), ConfigSources.environmentVariables(), defaults)
                : Config.create(
                        ConfigSources.systemProperties(),
                        ConfigSources.environmentVariables(),
                        ConfigSources.file(file),
                        defaults);
        return of(config);
    }

    static SimulatorConfig of(Config config) {
        Config simulator = config.get("simulator");
        return new SimulatorConfig(
                simulator.get("seed").asLong().get(),
                simulator.get("rate").asDouble().get(),
                simulator.get("items").asInt().get(),
                simulator.get("users").asInt().get(),
                simulator.get("port").asInt().get(),
                database(config.get("databases.business")),
                database(config.get("databases.matomo")),
                config.get("databases.matomo.table-prefix").asString().orElse("matomo_"),
                URI.create(config.get("query.url").asString().get()));
    }

    private static DatabaseAccess database(Config config) {
        return new DatabaseAccess(
                config.get("host").asString().orElse("127.0.0.1"),
                config.get("port").asInt().get(),
                config.get("name").asString().get(),
                config.get("user").asString().get(),
                config.get("password")
                        .asString()
                        .or(() -> config.get("password-file").asString().map(SimulatorConfig::secret))
                        .orElse(""));
    }

    private static String secret(String file) {
        try {
            return Files.readString(Path.of(file)).strip();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read password-file " + file, e);
        }
    }

    private static void require(boolean holds, String key, String range, Object value) {
        if (!holds) {
            throw new IllegalArgumentException("%s must be %s, got %s".formatted(key, range, value));
        }
    }
}
