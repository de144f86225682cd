package dev.millrace.query.merge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ChannelWeightsTest {
    @Test
    void someChangeWhileRequestsAreAnswered() {
        CurrentWeights current = new CurrentWeights(ChannelWeights.DEFAULT);
        ChannelWeights changed = current.set(Map.of("session", 2.0, "trending", 0.0));
        assertThat(current.get()).isEqualTo(changed);
        assertThat(changed.of(Channel.SESSION)).isEqualTo(2);
        assertThat(changed.of(Channel.TRENDING)).isZero();
        assertThat(changed.of(Channel.BEHAVIOR)).isEqualTo(ChannelWeights.DEFAULT.of(Channel.BEHAVIOR));
    }

    @Test
    void whatCannotBeIsNamedAndChangesNothing() {
        CurrentWeights current = new CurrentWeights(ChannelWeights.DEFAULT);
        assertThatThrownBy(() -> current.set(Map.of("popular", 1.0)))
                .hasMessage(
                        "there is no channel popular, known are behavior, session, profile, content, vector, trending");
        assertThatThrownBy(() -> current.set(Map.of("vector", -1.0)))
                .hasMessage("weight of channel vector must be 0 or more, got -1.0");
        assertThatThrownBy(() -> current.set(Map.of("vector", Double.NaN))).hasMessageContaining("got NaN");
        assertThatThrownBy(() -> current.set(Map.of("vector", Double.POSITIVE_INFINITY)))
                .hasMessageContaining("weights of channels must sum up");
        assertThatThrownBy(() -> new ChannelWeights(Map.of())).hasMessageContaining("more than 0");
        assertThat(current.get()).isEqualTo(ChannelWeights.DEFAULT);
    }
}
