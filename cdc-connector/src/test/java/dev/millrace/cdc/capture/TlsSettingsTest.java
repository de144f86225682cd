package dev.millrace.cdc.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class TlsSettingsTest {

    @Test
    void what_the_driver_is_told_the_binlog_client_is_told_too() {
        assertThat(settings(Map.of(
                        "sslMode", "VERIFY_IDENTITY",
                        "trustCertificateKeyStoreUrl", "file:/etc/my%20cdc/ca.p12",
                        "trustCertificateKeyStorePassword", "p1",
                        "clientCertificateKeyStoreUrl", "/etc/cdc/client.p12",
                        "clientCertificateKeyStorePassword", "p2")))
                .containsEntry("database.ssl.mode", "verify_identity")
                .containsEntry("database.ssl.truststore", "/etc/my cdc/ca.p12")
                .containsEntry("database.ssl.truststore.password", "p1")
                .containsEntry("database.ssl.keystore", "/etc/cdc/client.p12")
                .containsEntry("database.ssl.keystore.password", "p2");
    }

    @Test
    void nothing_said_changes_nothing() {
        assertThat(settings(Map.of("socketTimeout", "1"))).isEmpty();
    }

    private static Properties settings(Map<String, String> driver) {
        Properties settings = new Properties();
        TlsSettings.put(settings, driver);
        return settings;
    }
}
