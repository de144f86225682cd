package dev.millrace.stack.supervise;

import dev.millrace.stack.status.DatabaseLogin;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/// Servers of the site that take the place of embedded ones.
///
/// @param kafka bootstrap servers; empty = embedded broker
/// @param business the shop's database; empty = embedded MySQL
/// @param matomo Matomo's database; empty = embedded MySQL
public record ExternalParts(Optional<String> kafka, Optional<DatabaseLogin> business, Optional<DatabaseLogin> matomo) {
    private static final int MYSQL_PORT = 3306;

    /// Reads `MILLRACE_KAFKA_BOOTSTRAP_SERVERS` and `MILLRACE_BUSINESS_` / `MILLRACE_MATOMO_` with `HOST`, `PORT`,
    /// `NAME`, `USER`, `PASSWORD`: from the environment, then from a properties file with the same names.
    ///
    /// @throws StackException when the file cannot be read or a setting is missing or wrong
    public static ExternalParts read(Map<String, String> environment, @Nullable Path file) {
        Map<String, String> settings = new HashMap<>();
        if (file != null) {
            Properties properties = new Properties();
            try (Reader in = Files.newBufferedReader(file)) {
                properties.load(in);
            } catch (IOException e) {
                throw new StackException("cannot read the settings file " + file + ": " + e.getMessage(), e);
            }
            properties.stringPropertyNames().forEach(name -> settings.put(name, properties.getProperty(name)));
        }
        settings.putAll(environment);
        return new ExternalParts(
                text(settings, "MILLRACE_KAFKA_BOOTSTRAP_SERVERS"),
                login(settings, "MILLRACE_BUSINESS_", "dianshu_backend"),
                login(settings, "MILLRACE_MATOMO_", "matomo"));
    }

    boolean needsMysql() {
        return business.isEmpty() || matomo.isEmpty();
    }

    private static Optional<DatabaseLogin> login(Map<String, String> settings, String prefix, String name) {
        return text(settings, prefix + "HOST")
                .map(host -> new DatabaseLogin(
                        host,
                        port(settings, prefix + "PORT"),
                        text(settings, prefix + "NAME").orElse(name),
                        required(settings, prefix + "USER", prefix),
                        required(settings, prefix + "PASSWORD", prefix)));
    }

    private static int port(Map<String, String> settings, String name) {
        String text = settings.getOrDefault(name, String.valueOf(MYSQL_PORT));
        try {
            return Integer.parseInt(text.strip());
        } catch (NumberFormatException e) {
            throw new StackException(name + " must be a port number, got '" + text + "'", e);
        }
    }

    private static String required(Map<String, String> settings, String name, String prefix) {
        return text(settings, name)
                .orElseThrow(() -> new StackException(prefix + "HOST is set, so " + name + " must be set too"));
    }

    private static Optional<String> text(Map<String, String> settings, String name) {
        return Optional.ofNullable(settings.get(name)).map(String::strip).filter(value -> !value.isEmpty());
    }
}
