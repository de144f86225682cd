package dev.millrace.streams.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.streams.config.TopologySettings.ClockMode;
import io.helidon.config.Config;
import io.helidon.config.ConfigSources;
import java.util.Map;
import org.junit.jupiter.api.Test;

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
