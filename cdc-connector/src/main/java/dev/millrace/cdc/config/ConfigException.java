package dev.millrace.cdc.config;

/// A setting is missing, unknown or out of range; the message names its key.
public final class ConfigException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ConfigException(String message) {
        super(message);
    }

    @SuppressWarnings("AnnotateFormatMethod")
    static void require(boolean holds, String message, Object... values) {
        if (!holds) {
            throw new ConfigException(message.formatted(values));
        }
    }
}
