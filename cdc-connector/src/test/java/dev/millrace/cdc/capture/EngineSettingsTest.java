package dev.millrace.cdc.capture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.cdc.config.CaptureConfig;
import dev.millrace.cdc.config.CdcConfig;
import dev.millrace.cdc.config.DatabaseConfig;
import dev.millrace.cdc.config.Secret;
import dev.millrace.cdc.config.ServerConfig;
import dev.millrace.contract.capture.SourceDatabase;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class EngineSettingsTest {
    private final DatabaseConfig database = new DatabaseConfig(
            SourceDatabase.MATOMO,
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
    void settings_of_the_site_pass_but_never_over_the_contract() {
        assertThat(settings)
                .containsEntry("snapshot.fetch.size", "500")
                .containsEntry("driver.sslMode", "REQUIRED")
                .containsEntry("database.ssl.mode", "required")
                .containsEntry("snapshot.max.threads", "2")
                .containsEntry("tombstones.on.delete", "true")
                .containsEntry("event.converting.failure.handling.mode", "fail")
                .containsEntry("time.precision.mode", "connect");
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
