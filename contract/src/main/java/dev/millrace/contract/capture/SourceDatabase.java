package dev.millrace.contract.capture;

import java.util.Locale;

/// A captured database by its role; the name in lower case is Debezium's topic prefix.
public enum SourceDatabase {
    BUSINESS,
    MATOMO;

    /// `business` or `matomo`: prefix of the raw topics and name in every progress figure.
    public String prefix() {
        return name().toLowerCase(Locale.ROOT);
    }
}
