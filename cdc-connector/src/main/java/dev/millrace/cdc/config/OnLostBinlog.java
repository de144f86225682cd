package dev.millrace.cdc.config;

import java.util.Arrays;
import java.util.Locale;

/// What a connector does when the server no longer has the changes behind its stored position.
public enum OnLostBinlog {
    /// Reads all tables anew and publishes the deletes that this implies.
    SNAPSHOT,
    /// Ends, so that somebody decides.
    STOP;

    static OnLostBinlog parse(String text) {
        return Arrays.stream(values())
                .filter(value -> value.toString().equals(text))
                .findFirst()
                .orElseThrow(() ->
                        new ConfigException("capture.on-lost-binlog must be snapshot or stop, got '" + text + "'"));
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
