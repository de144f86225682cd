package dev.millrace.embedding.config;

/// A setting that the application cannot start with; the message names the key and what is accepted.
public final class ConfigurationException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ConfigurationException(String message) {
        super(message);
    }
}
