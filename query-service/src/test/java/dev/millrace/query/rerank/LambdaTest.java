package dev.millrace.query.rerank;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import org.junit.jupiter.api.Test;

class LambdaTest {

    @Test
    void theSourceGoesBeforeTheEndpointAndASmallScreenTakesOff() {
        check("detail", "unknown", "desktop", 0.5);
        check("similar", "unknown", "tablet", 0.4);
        check("user", "unknown", "unknown", 0.3);
        check("elsewhere", "", "", 0.5);
        check("similar", "search", "desktop", 0.6);
        check("detail", "home", "desktop", 0.3);
        check("detail", "unknown", "mobile", 0.4);
        check("detail", "landing", "mobile", 0.2);
    }

    @Test
    void aSmallScreenNeverAddsSomething() {
        Lambda low = new Lambda(Map.of("detail", 0.1), Map.of(), 0.25, 0.1, 0.2);
        assertThat(low.of("detail", "", "mobile")).isEqualTo(0.1);
        assertThat(low.of("other", "", "mobile")).isEqualTo(0.2);
    }

    @Test
    void whatMakesNoSenseIsRefused() {
        assertThatThrownBy(() -> new Lambda(Map.of("detail", 1.1), Map.of(), 0, 0, 0))
                .hasMessage("lambda of detail must be 0..1, got 1.1");
        assertThatThrownBy(() -> new Lambda(Map.of(), Map.of("search", Double.NaN), 0, 0, 0))
                .hasMessageContaining("lambda of search");
        assertThatThrownBy(() -> new Lambda(Map.of(), Map.of(), 0, -1, 0)).hasMessageContaining("mobile less");
    }

    private static void check(String endpoint, String source, String device, double expected) {
        assertThat(Lambda.DEFAULT.of(endpoint, source, device))
                .as("%s, %s, %s", endpoint, source, device)
                .isCloseTo(expected, within(1e-9));
    }
}
