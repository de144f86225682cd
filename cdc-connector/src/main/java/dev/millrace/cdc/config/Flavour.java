package dev.millrace.cdc.config;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// The kind of a source server. Each has its own Debezium connector, on a class path of its own.
public enum Flavour {
    MYSQL("MySQL", "cdc-connector"),
    MARIADB("MariaDB", "cdc-connector-mariadb");

    private final String product;
    private final String module;

    Flavour(String product, String module) {
        this.product = product;
        this.module = module;
    }

    /// `mysql` or `mariadb`: the value of the setting, and the scheme of JDBC addresses.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// How the makers write it.
    public String product() {
        return product;
    }

    /// The module whose class path captures it.
    public String module() {
        return module;
    }

    /// The flavour of that word, whatever its case.
    static Optional<Flavour> of(String word) {
        return Arrays.stream(values())
                .filter(flavour -> flavour.word().equals(word.toLowerCase(Locale.ROOT)))
                .findFirst();
    }
}
