package dev.millrace.embedding.config;

/// Refuses settings out of range, naming the key.
final class Checks {

    private Checks() {}

    static void range(String key, long value, long min, long max) {
        if (value < min || value > max) {
            throw new ConfigurationException("%s must be %d..%d, got %d".formatted(key, min, max, value));
        }
    }

    static void present(String key, String value) {
        if (value.isBlank()) {
            throw new ConfigurationException(key + " must not be empty");
        }
    }
}
