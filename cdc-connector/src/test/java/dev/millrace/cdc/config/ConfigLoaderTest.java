package dev.millrace.cdc.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.contract.capture.CapturedSource;
import dev.millrace.contract.capture.MatomoUserId;
import dev.millrace.contract.capture.SourceDatabase;
import dev.millrace.contract.capture.SourceTable;
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
        assertThat(config.capture().pollInterval()).isEqualTo(Duration.ofMillis(10));
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

        CdcConfig config =
                read(Map.of("databases.business.password", "", "databases.business.password-file", file.toString()));

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
    void a_secret_that_is_empty_or_given_twice_is_refused_by_name(@TempDir Path folder) throws Exception {
        String empty = Files.writeString(folder.resolve("empty"), "\n").toString();
        String full = Files.writeString(folder.resolve("full"), "s3cret").toString();

        assertRefused(Map.of("server.admin-token-file", empty), "server.admin-token-file: " + empty + " is empty");
        assertRefused(
                Map.of("kafka.ssl.key.password-file", empty), "kafka.ssl.key.password-file: " + empty + " is empty");
        assertRefused(
                Map.of("databases.business.password", "a", "databases.business.password-file", full),
                "databases.business.password and databases.business.password-file are both set: leave one out");
        assertRefused(
                Map.of("kafka.ssl.key.password", "a", "kafka.ssl.key.password-file", full),
                "kafka.ssl.key.password and kafka.ssl.key.password-file are both set: leave one out");
    }

    private static void assertRefused(Map<String, String> settings, String message) {
        assertThatThrownBy(() -> read(settings))
                .isInstanceOf(ConfigException.class)
                .hasMessage(message);
    }

    @Test
    void no_secret_is_printed() {
        CdcConfig config = read(Map.of(
                "databases.business.password", "s3cret",
                "kafka.sasl.jaas.config", "s3cret",
                "kafka.ssl.keystore.password", "s3cret",
                "kafka.ssl.keystore.key", "s3cret",
                "debezium.database.ssl.keystore.password", "s3cret",
                "server.admin-token", "s3cret-0123456789",
                "databases.matomo.user-id-key", "s3cret-0123456789"));

        assertThat(config.toString()).doesNotContain("s3cret").contains("********");
    }

    @Test
    void a_database_is_on_mysql_unless_it_says_otherwise() {
        assertThat(read(Map.of("databases.matomo.flavour", "MariaDB")).databases())
                .extracting(DatabaseConfig::flavour)
                .containsExactly(Flavour.MYSQL, Flavour.MARIADB);
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
        "databases.business.driver.trustCertificateKeyStoreUrl, file:ca.p12, 'must be a path or file:/ and a path, got'",
        "databases.business.flavour, oracle, databases.business.flavour must be mysql or mariadb",
        "databases.matomo.user-id-key, short, databases.matomo.user-id-key must have at least 16 characters",
        "databases.shop.host, x, 'databases.shop.role must be business or matomo, got '",
        "databases.business.sites, 1, databases.business.sites is unknown",
        "databases.business.user-id, id, databases.business.user-id is unknown",
        "databases.business.tables, log_visit, databases.business.tables: log_visit is a table of a matomo source",
        "databases.business.tables, 'dataset,user', databases.business.tables: user is captured only with user-id",
        "databases.matomo.sites, '1,x', 'databases.matomo.sites must be idsite numbers with commas, got '",
        "databases.matomo.sites, 0, databases.matomo.sites must be idsite numbers",
        "databases.matomo.user-id, mobile, 'databases.matomo.user-id must be id, user_name or user_email, got '",
        "databases.matomo.server-id, 8401, databases.matomo.server-id is 8401 as that of databases.business",
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
    void a_shop_may_lie_in_several_databases() {
        CdcConfig config = read(Map.of(
                "databases.business.tables", "dataset, dataset_image",
                "databases.orders.role", "business",
                "databases.orders.host", "db2",
                "databases.orders.name", "sales",
                "databases.orders.tables", "order_tab,api_order",
                "databases.orders.user", "cdc",
                "databases.orders.password", "p3",
                "databases.orders.server-id", "8401"));

        assertThat(config.databases())
                .extracting(database -> database.source().name())
                .containsExactly("business", "orders", "matomo");
        DatabaseConfig orders = config.databases().get(1);
        assertThat(orders.source())
                .isEqualTo(new CapturedSource(
                        "orders",
                        SourceDatabase.BUSINESS,
                        "sales",
                        "",
                        List.of(
                                SourceTable.ORDER_TAB,
                                SourceTable.TASK,
                                SourceTable.API_ORDER,
                                SourceTable.BUSINESS_HEARTBEAT)));
        assertThat(orders.engineName()).isEqualTo("millrace-cdc-orders");
        assertThat(orders.port()).as("default").isEqualTo(3306);
        assertThat(orders.heartbeatInterval()).as("default").isEqualTo(Duration.ofMillis(500));
    }

    @Test
    void a_matomo_of_another_name_takes_the_place_of_the_default_one() {
        DatabaseConfig stats = read(Map.of(
                        "databases.matomo.enabled", "false",
                        "databases.stats.role", "matomo",
                        "databases.stats.host", "db2",
                        "databases.stats.name", "web",
                        "databases.stats.user", "cdc",
                        "databases.stats.password", "p3",
                        "databases.stats.server-id", "9",
                        "databases.stats.sites", "1, 3",
                        "databases.stats.user-id-key", "0123456789abcdef"))
                .databases()
                .getLast();

        assertThat(stats.source())
                .isEqualTo(new CapturedSource(
                        "stats", SourceDatabase.MATOMO, "web", "matomo_", SourceTable.of(SourceDatabase.MATOMO)));
        assertThat(stats.sites()).containsExactlyInAnyOrder(1, 3);
    }

    @Test
    void the_user_table_is_captured_exactly_where_logins_are_names() {
        assertThat(read(Map.of()).databases().getFirst().source().tables()).doesNotContain(SourceTable.USER);

        CdcConfig config = read(Map.of("databases.matomo.user-id", "user_email"));
        DatabaseConfig business = config.databases().getFirst();
        assertThat(business.source().tables()).contains(SourceTable.USER);
        assertThat(business.columns(SourceTable.USER)).containsExactly("id", "user_email");
        assertThat(business.userIdKey().value()).as("one key for both").isEqualTo("0123456789abcdef");
        assertThat(config.databases().getLast().userId()).isEqualTo(MatomoUserId.USER_EMAIL);

        assertThatThrownBy(() ->
                        read(Map.of("databases.matomo.user-id", "user_name", "databases.matomo.user-id-key", "short")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("the Matomo source's user-id-key must have at least 16 characters");
        assertThatThrownBy(() -> read(
                        Map.of("databases.matomo.user-id", "user_name", "databases.business.tables", "dataset,task")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("databases.matomo.user-id is user_name, a column of the shop's table user")
                .hasMessageContaining("name user in the tables");
    }

    @Test
    void two_matomos_are_refused() {
        assertThatThrownBy(() -> read(Map.of("databases.stats.role", "matomo")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("databases.stats.role: databases.matomo is a Matomo already");
    }

    @Test
    void a_new_source_says_what_it_needs() {
        Map<String, String> orders = new HashMap<>(Map.of(
                "databases.business.tables", "dataset",
                "databases.orders.role", "business",
                "databases.orders.tables", "task"));
        for (String needed : List.of("name", "host", "user", "password", "server-id")) {
            assertThatThrownBy(() -> read(orders))
                    .isInstanceOf(ConfigException.class)
                    .hasMessageContaining("databases.orders." + needed)
                    .hasMessageContaining("must be set");
            orders.put("databases.orders." + needed, "7");
        }
        assertThat(read(orders).databases()).hasSize(3);
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
