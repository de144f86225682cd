package dev.millrace.query.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class IqConfigTest {
    private static final Duration SOME = Duration.ofMillis(10);

    private static IqConfig withToken(String token) {
        return new IqConfig(List.of("streams:8302"), "app", token, SOME, SOME, SOME, SOME, SOME);
    }

    @Test
    void theTokenIsNeverPrintedAndNotShort() {
        assertThat(withToken("0123456789abcdef").toString()).contains("***").doesNotContain("0123456789abcdef");
        assertThat(withToken("").token()).isEmpty();
        assertThatThrownBy(() -> withToken("short"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("iq.token must have 16")
                .hasMessageNotContaining("short");
    }
}
