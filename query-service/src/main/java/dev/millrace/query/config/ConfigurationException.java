package dev.millrace.query.config;

/// A setting that the service cannot start with; the message names the key and what is accepted.
public final class ConfigurationException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ConfigurationException(String message) {
        super(message);
    }
}
