package dev.millrace.streams.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.contract.capture.CapturedSource;
import dev.millrace.contract.capture.SourceDatabase;
import dev.millrace.contract.capture.SourceTable;
import dev.millrace.streams.config.TopologySettings.ClockMode;
import io.helidon.config.Config;
import io.helidon.config.ConfigSources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StreamsAppConfigTest {

    @Test
    void theDefaultsAreWhatTheFileSays() {
        StreamsAppConfig config = with(Map.of());
        assertThat(config.port()).isEqualTo(8302);
        assertThat(config.kafka()).containsEntry("bootstrap.servers", "127.0.0.1:8304");
        assertThat(config.topology().clock()).isEqualTo(ClockMode.LIVE);
        assertThat(config.topology().paidDatasetStatus()).containsExactlyInAnyOrder(1, 5);
        assertThat(config.topology().paidApiStatus()).containsExactly(1);
        assertThat(config.topology().matomoSites()).isEmpty();
        assertThat(config.topology().sources())
                .containsExactly(
                        CapturedSource.whole(SourceDatabase.BUSINESS, "dianshu_backend", ""),
                        CapturedSource.whole(SourceDatabase.MATOMO, "matomo", "matomo_"));
    }

    @Test
    void aShopMayLieInSeveralDatabases() {
        var topology = with(Map.of(
                        "databases.business.tables", "dataset,dataset_image",
                        "databases.orders.role", "business",
                        "databases.orders.name", "sales",
                        "databases.orders.tables", "task,api_order",
                        "databases.matomo.enabled", "false",
                        "databases.stats.role", "matomo",
                        "databases.stats.name", "web",
                        "databases.stats.table-prefix", "pk_",
                        "databases.stats.sites", "3,4"))
                .topology();
        assertThat(topology.sources()).extracting(CapturedSource::name).containsExactly("business", "orders", "stats");
        assertThat(topology.sources().get(1))
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
        assertThat(topology.sources().getLast().tableName(SourceTable.LOG_VISIT))
                .isEqualTo("pk_log_visit");
        assertThat(topology.matomoSites()).containsExactlyInAnyOrder(3, 4);
    }

    @Test
    void theTokenForStateIsNeverPrintedAndNotShort() {
        StreamsAppConfig config = with(Map.of("iq.token", "0123456789abcdef"));
        assertThat(config.iqToken().value()).isEqualTo("0123456789abcdef");
        assertThat(config + " " + config.printable()).contains("***").doesNotContain("0123456789abcdef");
        assertThatThrownBy(() -> with(Map.of("iq.token", "short"))).hasMessageContaining("iq.token must have 16");
    }

    @Test
    void settingsPassThroughToKafka() {
        StreamsAppConfig config = with(Map.of("kafka.security.protocol", "SSL", "kafka.ssl.key.password", "hidden"));
        assertThat(config.kafka()).containsEntry("security.protocol", "SSL");
        assertThat(config.printable().toString()).doesNotContain("hidden").contains("***");
    }

    @Test
    void errorsNameTheKeyAndTheRange() {
        assertThatThrownBy(() -> with(Map.of("clock", "fast"))).hasMessageContaining("clock must be live or replay");
        assertThatThrownBy(() -> with(Map.of("server.port", "many"))).hasMessageContaining("server.port");
        assertThatThrownBy(() -> with(Map.of("server.advertised", "nowhere")))
                .hasMessageContaining("server.advertised must be host:port");
        assertThatThrownBy(() -> with(Map.of("bounds.ranked-items", "10")))
                .hasMessageContaining("bounds.ranked-items must be at least 200");
        assertThatThrownBy(() -> with(Map.of("databases.matomo.sites", "1,x")))
                .hasMessageContaining("databases.matomo.sites");
        assertThatThrownBy(() -> with(Map.of("databases.matomo.enabled", "maybe")))
                .hasMessageContaining("databases.matomo.enabled must be true or false");
        assertThatThrownBy(() -> with(Map.of("databases.orders.role", "business")))
                .hasMessageContaining("databases.orders.name must be set");
        assertThatThrownBy(() -> with(Map.of("databases.orders.role", "business", "databases.orders.name", "sales")))
                .hasMessageContaining("databases.orders.tables: dataset is captured from databases.business");
        assertThatThrownBy(() -> with(Map.of("weights.view", "much")))
                .hasMessageContaining("weights.view must be a number, got 'much'");
        assertThatThrownBy(() -> with(Map.of("weights.view", "NaN")))
                .hasMessageContaining("weights.view must be 0..1000");
        assertThatThrownBy(() -> with(Map.of("bounds.waiting-time", "10m")))
                .hasMessageContaining("bounds.waiting-time must be an ISO-8601 duration");
        assertThatThrownBy(() -> with(Map.of("topics.replication-factor", "40000")))
                .hasMessageContaining("topics.replication-factor must be 1..32767");
        assertThatThrownBy(() -> with(Map.of("rocksdb-cache-bytes", "1")))
                .hasMessageContaining("rocksdb-cache-bytes must be 16777216..");
        assertThatThrownBy(() -> with(Map.of("orders.paid-dataset-status", "")))
                .hasMessageContaining("orders.paid-dataset-status must name a pay_status");
    }

    @Test
    void aFileMayUseListsAndMustNotUseUnknownKeys(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("streams.yaml");
        Files.writeString(file, "orders:\n  paid-dataset-status: [1, 5, 7]\nkafka:\n  any.thing: x\n");
        assertThat(load(file).topology().paidDatasetStatus()).containsExactlyInAnyOrder(1, 5, 7);

        Files.writeString(
                file,
                "databases:\n  business:\n    tables: dataset\n  x:\n    role: business\n    name: y\n    tables: [task]\n");
        assertThat(load(file).topology().sources()).hasSize(3);

        Files.writeString(file, "databases:\n  x:\n    rolle: business\n");
        assertThatThrownBy(() -> load(file)).hasMessageContaining("unknown key databases.x.rolle in " + file);

        Files.writeString(file, "orders:\n  payed-dataset-status: 1\n");
        assertThatThrownBy(() -> load(file)).hasMessageContaining("unknown key orders.payed-dataset-status in " + file);
    }

    private static StreamsAppConfig load(Path file) {
        System.setProperty("millrace.config", file.toString());
        try {
            return StreamsAppConfig.load();
        } finally {
            System.clearProperty("millrace.config");
        }
    }

    private static StreamsAppConfig with(Map<String, String> changes) {
        return StreamsAppConfig.from(Config.builder()
                .disableEnvironmentVariablesSource()
                .disableSystemPropertiesSource()
                .addSource(ConfigSources.create(changes))
                .addSource(ConfigSources.classpath("streams-app.yaml"))
                .build());
    }
}
