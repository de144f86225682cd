package dev.millrace.cdc.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.helidon.config.Config;
import io.helidon.config.ConfigSources;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigLoaderTest {
    private static final Map<String, String> NEEDED = Map.of(
            "databases.business.password", "p1",
            "databases.matomo.password", "p2",
            "databases.matomo.user-id-key", "0123456789abcdef");

    @Test
    void defaults_lack_only_the_secrets() {
        CdcConfig config = read(Map.of());

        assertThat(config.server()).isEqualTo(new ServerConfig("127.0.0.1", 8301));
        assertThat(config.kafka()).containsExactlyEntriesOf(Map.of("bootstrap.servers", "127.0.0.1:8304"));
        assertThat(config.capture().pollInterval()).isEqualTo(Duration.ofMillis(20));
        assertThat(config.databases()).extracting(DatabaseConfig::name).containsExactly("dianshu_backend", "matomo");
        assertThat(config.databases().getFirst().timeZone()).isEmpty();
        assertThat(config.databases().getLast().timeZone()).contains(ZoneId.of("UTC"));
    }

    @Test
    void kafka_settings_pass_with_their_dots_and_the_nearer_source_wins() {
        CdcConfig config = read(Map.of("kafka.bootstrap.servers", "k:1", "kafka.security.protocol", "SSL"));

        assertThat(config.kafka()).isEqualTo(Map.of("bootstrap.servers", "k:1", "security.protocol", "SSL"));
    }

    @Test
    void a_file_may_write_dotted_or_nested_keys(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("site.yaml");
        Files.writeString(file, "kafka:\n  bootstrap.servers: \"k:2\"\n  ssl:\n    protocol: TLS\n");

        CdcConfig config = ConfigLoader.read(config(
                ConfigSources.create(NEEDED), ConfigSources.file(file), ConfigSources.classpath("cdc-connector.yaml")));

        assertThat(config.kafka()).isEqualTo(Map.of("bootstrap.servers", "k:2", "ssl.protocol", "TLS"));
    }

    @Test
    void a_secret_may_live_in_a_file(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("password");
        Files.writeString(file, "from the file\n");

        CdcConfig config = read(Map.of("databases.business.password-file", file.toString()));

        assertThat(config.databases().getFirst().password().value()).isEqualTo("from the file");
    }

    @Test
    void passwords_that_libraries_get_may_live_in_files_too(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("store"), "of the store\n");

        CdcConfig config = read(Map.of(
                "kafka.ssl.truststore.password-file", file.toString(),
                "databases.business.driver.trustCertificateKeyStorePassword-file", file.toString()));

        assertThat(config.kafka())
                .containsEntry("ssl.truststore.password", "of the store")
                .doesNotContainKey("ssl.truststore.password-file");
        assertThat(config.databases().getFirst().driver())
                .isEqualTo(Map.of("trustCertificateKeyStorePassword", "of the store"));
        assertThatThrownBy(() -> read(Map.of("kafka.ssl.key.password-file", "/nowhere")))
                .isInstanceOf(ConfigException.class)
                .hasMessage("kafka.ssl.key.password-file: cannot read /nowhere");
    }

    @Test
    void no_secret_is_printed() {
        CdcConfig config = read(Map.of(
                "databases.business.password", "s3cret",
                "kafka.sasl.jaas.config", "s3cret",
                "kafka.ssl.keystore.password", "s3cret",
                "debezium.database.ssl.keystore.password", "s3cret",
                "server.admin-token", "s3cret-0123456789",
                "databases.matomo.user-id-key", "s3cret-0123456789"));

        assertThat(config.toString()).doesNotContain("s3cret").contains("********");
    }

    @Test
    void one_database_may_be_switched_off() {
        assertThat(read(Map.of("databases.matomo.enabled", "false")).databases())
                .extracting(DatabaseConfig::name)
                .containsExactly("dianshu_backend");
    }

    @ParameterizedTest
    @CsvSource({
        "databases.business.port, 99999, 'databases.business.port must be 1..65535, got 99999'",
        "databases.business.port, many, databases.business.port must be a whole number",
        "databases.business.name, a.b, databases.business.name must be letters",
        "databases.business.time-zone, Mars, databases.business.time-zone must be a zone",
        "databases.business.pasword, x, databases.business.pasword is unknown",
        "databases.business.heartbeat-interval, soon, databases.business.heartbeat-interval must be a duration",
        "databases.matomo.user-id-key, short, databases.matomo.user-id-key must have at least 16 characters",
        "databases.shop.host, x, databases.shop is unknown",
        "capture.poll-interval, 0ms, capture.poll-interval must be 1ms..10s",
        "capture.max-queue-size, 10, capture.max-queue-size must be greater",
        "capture.snapshot-locking-mode, maximal, capture.snapshot-locking-mode must be",
        "capture.snapshot-threads, 0, 'capture.snapshot-threads must be 1..64, got 0'",
        "server.admin-token, short, server.admin-token must have at least 16 characters",
        "topics.replication-factor, 0, topics.replication-factor must be 1..10",
        "server.port, -1, server.port must be 0..65535",
    })
    void a_wrong_setting_is_named_with_what_it_may_be(String key, String value, String message) {
        assertThatThrownBy(() -> read(Map.of(key, value)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(message);
    }

    @Test
    void a_missing_password_is_named() {
        Config config = config(ConfigSources.classpath("cdc-connector.yaml"));

        assertThatThrownBy(() -> ConfigLoader.read(config))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("databases.business.password or databases.business.password-file must be set");
    }

    @Test
    void numbers_that_fit_nowhere_are_refused_by_name() {
        assertThatThrownBy(() -> read(Map.of("server.port", "99999999999")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("server.port is out of range");
        assertThatThrownBy(() -> read(Map.of("topics.replication-factor", "65537")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("topics.replication-factor must be 1..10");
    }

    @Test
    void a_file_may_not_name_what_nobody_reads(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("site.yaml");
        Files.writeString(file, "captures:\n  poll-interval: 10ms\n");
        System.setProperty("millrace.config", file.toString());
        try {
            assertThatThrownBy(ConfigLoader::load)
                    .isInstanceOf(ConfigException.class)
                    .hasMessageContaining("captures is unknown");
        } finally {
            System.clearProperty("millrace.config");
        }
    }

    private static CdcConfig read(Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(NEEDED);
        all.putAll(settings);
        return ConfigLoader.read(config(ConfigSources.create(all), ConfigSources.classpath("cdc-connector.yaml")));
    }

    @SafeVarargs
    private static Config config(java.util.function.Supplier<? extends io.helidon.config.spi.ConfigSource>... sources) {
        return Config.builder()
                .disableEnvironmentVariablesSource()
                .disableSystemPropertiesSource()
                .sources(List.of(sources))
                .build();
    }
}
