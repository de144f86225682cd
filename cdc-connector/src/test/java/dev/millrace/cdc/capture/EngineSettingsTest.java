package dev.millrace.cdc.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.cdc.CdcException;
import dev.millrace.cdc.config.CaptureConfig;
import dev.millrace.cdc.config.CdcConfig;
import dev.millrace.cdc.config.DatabaseConfig;
import dev.millrace.cdc.config.Flavour;
import dev.millrace.cdc.config.OnLostBinlog;
import dev.millrace.cdc.config.Secret;
import dev.millrace.cdc.config.ServerConfig;
import dev.millrace.contract.capture.CapturedSource;
import dev.millrace.contract.capture.MatomoUserId;
import dev.millrace.contract.capture.SourceDatabase;
import dev.millrace.contract.capture.SourceTable;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import org.junit.jupiter.api.Test;

class EngineSettingsTest {
    private final DatabaseConfig database = new DatabaseConfig(
            SourceDatabase.MATOMO,
            Flavour.MYSQL,
            "db.example",
            3306,
            "my-matomo",
            "cdc",
            new Secret("secret"),
            Optional.empty(),
            7,
            Duration.ofMillis(500),
            "pk_",
            new Secret("0123456789abcdef"),
            Map.of("sslMode", "REQUIRED"));
    private final CdcConfig config = new CdcConfig(
            new ServerConfig("127.0.0.1", 0),
            Map.of("bootstrap.servers", "k:9092", "security.protocol", "SSL"),
            (short) 1,
            new CaptureConfig(
                    Duration.ofMillis(10),
                    100,
                    1_000,
                    "none",
                    2,
                    Duration.ofSeconds(60),
                    OnLostBinlog.SNAPSHOT,
                    Map.of("snapshot.fetch.size", "500", "tombstones.on.delete", "false")),
            List.of(database));
    private final Properties settings = EngineSettings.of(config, database, new ServerFacts(ZoneOffset.UTC, true));

    @Test
    void only_the_columns_of_the_contract_are_included() {
        assertThat(settings.getProperty("table.include.list"))
                .startsWith("my\\-matomo\\.pk_log_action,my\\-matomo\\.pk_log_visit,")
                .endsWith(",my\\-matomo\\.millrace_heartbeat,my\\-matomo\\.millrace_signal");
        assertThat(settings.getProperty("column.include.list"))
                .contains("my\\-matomo\\.pk_log_visit\\.user_id")
                .doesNotContain("location_ip");
    }

    @Test
    void a_source_has_its_own_prefix_history_and_tables() {
        DatabaseConfig orders = new DatabaseConfig(
                new CapturedSource(
                        "orders",
                        SourceDatabase.BUSINESS,
                        "sales",
                        "",
                        List.of(SourceTable.TASK, SourceTable.USER, SourceTable.BUSINESS_HEARTBEAT)),
                Flavour.MYSQL,
                "db.example",
                3306,
                "cdc",
                new Secret("secret"),
                Optional.empty(),
                8,
                Duration.ofMillis(500),
                Set.of(),
                MatomoUserId.USER_NAME,
                new Secret("0123456789abcdef"),
                Map.of());

        Properties own = EngineSettings.of(config, orders, new ServerFacts(ZoneOffset.UTC, true));

        assertThat(own)
                .containsEntry("name", "millrace-cdc-orders")
                .containsEntry("topic.prefix", "orders")
                .containsEntry("schema.history.internal.kafka.topic", "cdc-schema-history.orders")
                .containsEntry(
                        "table.include.list",
                        "sales\\.task,sales\\.user,sales\\.millrace_heartbeat,sales\\.millrace_signal");
        assertThat(own.getProperty("column.include.list"))
                .contains(",sales\\.user\\.id,sales\\.user\\.user_name,")
                .doesNotContain("user_email");
    }

    @Test
    void settings_of_the_site_pass_but_never_over_the_contract() {
        assertThat(settings)
                .containsEntry("snapshot.fetch.size", "500")
                .containsEntry("driver.sslMode", "REQUIRED")
                .containsEntry("database.ssl.mode", "required")
                .containsEntry("snapshot.max.threads", "2")
                .containsEntry("tombstones.on.delete", "true")
                .containsEntry("event.converting.failure.handling.mode", "fail")
                .containsEntry("time.precision.mode", "adaptive_time_microseconds");
    }

    @Test
    void a_flavour_whose_connector_is_not_on_the_class_path_is_refused() {
        DatabaseConfig mariadb = new DatabaseConfig(
                database.role(),
                Flavour.MARIADB,
                database.host(),
                database.port(),
                database.name(),
                database.user(),
                database.password(),
                database.timeZone(),
                database.serverId(),
                database.heartbeatInterval(),
                database.tablePrefix(),
                database.userIdKey(),
                database.driver());

        assertThat(EngineSettings.of(config, mariadb, new ServerFacts(ZoneOffset.UTC, true)))
                .containsEntry("connector.class", "io.debezium.connector.mariadb.MariaDbConnector");
        assertThatThrownBy(() -> EngineFlavour.require(mariadb))
                .isInstanceOf(CdcException.class)
                .hasMessageContaining("databases.matomo.flavour is mariadb")
                .hasMessageContaining("start it with the class path of cdc-connector-mariadb");
        EngineFlavour.require(database);
    }

    @Test
    void a_table_can_be_read_again_where_the_server_numbers_transactions() {
        assertThat(settings)
                .containsEntry("read.only", "true")
                .containsEntry("signal.data.collection", "my-matomo.millrace_signal");
        assertThat(settings.getProperty("column.include.list")).contains("my\\-matomo\\.millrace_signal\\.data");
        assertThat(EngineSettings.of(config, database, new ServerFacts(ZoneOffset.UTC, false)))
                .containsEntry("read.only", "false");
    }

    @Test
    void the_schema_history_reaches_a_secured_cluster_too() {
        assertThat(settings)
                .containsEntry("schema.history.internal.producer.security.protocol", "SSL")
                .containsEntry("schema.history.internal.consumer.security.protocol", "SSL");
    }
}
