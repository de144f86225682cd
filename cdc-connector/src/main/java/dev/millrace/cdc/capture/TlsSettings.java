package dev.millrace.cdc.capture;

import dev.millrace.cdc.config.StorePath;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;

/// How Debezium encrypts, derived from the JDBC driver's settings of a database: it has a second client of its own for
/// the binlog, and it overrides `sslMode` for the driver as well.
final class TlsSettings {
    private TlsSettings() {}

    /// Puts `database.ssl.*`.
    ///
    /// @param driver `sslMode`, `trustCertificateKeyStoreUrl`, `clientCertificateKeyStoreUrl` and their passwords
    static void put(Properties settings, Map<String, String> driver) {
        String mode = driver.get("sslMode");
        if (mode != null) {
            settings.setProperty("database.ssl.mode", mode.toLowerCase(Locale.ROOT));
        }
        store(settings, driver, "trustCertificateKeyStore", "truststore");
        store(settings, driver, "clientCertificateKeyStore", "keystore");
    }

    private static void store(Properties settings, Map<String, String> driver, String from, String to) {
        String url = driver.get(from + "Url");
        if (url != null) {
            settings.setProperty("database.ssl." + to, StorePath.of(url).orElse(url));
        }
        String password = driver.get(from + "Password");
        if (password != null) {
            settings.setProperty("database.ssl." + to + ".password", password);
        }
    }
}
