package dev.millrace.query.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/// Who may ask for lists and items, and how often.
///
/// @param keys customer → API key; empty when everybody may
/// @param requestsPerSecond of each customer, or of all together when there are no keys, in this instance; 0 for as
/// many
/// as come
/// @param burst how many may come at once after a pause
public record AccessConfig(Map<String, String> keys, int requestsPerSecond, int burst) {
    private static final Pattern CUSTOMER = Pattern.compile("[A-Za-z0-9._-]{1,40}");
    private static final Pattern SEPARATOR = Pattern.compile("[,\\s]+");
    private static final int SHORTEST = 16;
    private static final int MOST = 1_000;

    public AccessConfig {
        keys = Map.copyOf(keys);
        Checks.range("number of access.keys", keys.size(), 0, MOST);
        Checks.range("access.requests-per-second", requestsPerSecond, 0, 1_000_000);
        Checks.range("access.burst", burst, 1, 1_000_000);
        keys.forEach((customer, key) -> {
            if (!CUSTOMER.matcher(customer).matches()) {
                throw new ConfigurationException(
                        "a customer of access.keys must be 1..40 letters, digits and ._-, got " + customer);
            }
            if (key.length() < SHORTEST) {
                throw new ConfigurationException(
                        "the key of %s in access.keys must have %d characters or more".formatted(customer, SHORTEST));
            }
        });
        if (keys.values().stream().distinct().count() < keys.size()) {
            throw new ConfigurationException("two customers of access.keys have the same key");
        }
    }

    /// From the settings.
    ///
    /// @param keys `customer:key`, with commas, from the environment
    /// @param file that holds them, one a line
    static AccessConfig of(String keys, String file, int requestsPerSecond, int burst) {
        if (!keys.isEmpty() && !file.isEmpty()) {
            throw new ConfigurationException("access.keys and access.keys-file are both set: which one holds?");
        }
        return new AccessConfig(parse(file.isEmpty() ? keys : text(file)), requestsPerSecond, burst);
    }

    private static String text(String file) {
        try {
            return Files.readString(Path.of(file));
        } catch (IOException e) {
            throw new ConfigurationException("access.keys-file cannot be read: " + e);
        }
    }

    private static Map<String, String> parse(String text) {
        Map<String, String> keys = new LinkedHashMap<>();
        Arrays.stream(SEPARATOR.split(text.strip()))
                .filter(word -> !word.isEmpty())
                .forEach(word -> {
                    int colon = word.indexOf(':');
                    if (colon < 0) {
                        throw new ConfigurationException(
                                "access.keys must be customer:key with commas; one has no colon");
                    }
                    if (keys.put(word.substring(0, colon), word.substring(colon + 1)) != null) {
                        throw new ConfigurationException(
                                "access.keys has customer %s twice".formatted(word.substring(0, colon)));
                    }
                });
        return keys;
    }

    /// For the log: customers without their keys.
    @Override
    public String toString() {
        return "AccessConfig[customers=%s, requestsPerSecond=%d, burst=%d]"
                .formatted(keys.keySet().stream().sorted().toList(), requestsPerSecond, burst);
    }
}
