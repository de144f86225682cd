package dev.millrace.query.merge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.millrace.query.merge.Adjustment.Evidence;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ChannelWeightsTest {
    private static final ChannelWeights REFERENCE = new ChannelWeights(
            Map.of(Channel.BEHAVIOR, 1.2, Channel.CONTENT, 1.0, Channel.VECTOR, 0.8, Channel.TRENDING, 0.02));

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
                        "there is no channel popular, known are behavior, session, profile, content, vector, trending,"
                                + " exploration, newest");
        assertThatThrownBy(() -> current.set(Map.of("vector", -1.0)))
                .hasMessage("weight of channel vector must be 0 or more, got -1.0");
        assertThatThrownBy(() -> current.set(Map.of("vector", Double.NaN))).hasMessageContaining("got NaN");
        assertThatThrownBy(() -> current.set(Map.of("vector", Double.POSITIVE_INFINITY)))
                .hasMessageContaining("weights of channels must sum up");
        assertThatThrownBy(() -> new ChannelWeights(Map.of())).hasMessageContaining("more than 0");
        assertThat(current.get()).isEqualTo(ChannelWeights.DEFAULT);
    }

    @Test
    void fullEvidenceLeavesTheWeights() {
        assertThat(Adjustment.of(REFERENCE, new Evidence(true, 3, 3, 5, true))).isEqualTo(REFERENCE);
    }

    @Test
    void whatCanSayLittleGivesToWhatCanSayMore() {
        weights(new Evidence(false, 3, 3, 5, true), 0.6, 1.2, 1.0, 0.22);
        weights(new Evidence(true, 2, 3, 5, true), 0.84, 1.18, 0.98, 0.02);
        weights(new Evidence(true, 3, 2, 5, true), 1.35, 0.7, 0.95, 0.02);
        weights(new Evidence(true, 3, 3, 0, true), 1.4, 1.2, 0.4, 0.02);
        weights(new Evidence(true, 3, 3, 4, true), 1.2, 1.0, 0.9, 0.02);
        weights(new Evidence(true, 3, 3, 5, false), 1.3, 0.8, 0.9, 0.02);
    }

    @Test
    void eachRuleTakesFromWhatTheOnesBeforeItLeft() {
        // behavior 0.6 · 0.7 = 0.42; content 1.2 + 0.09 = 1.29, · 0.7 = 0.903; vector 1 + 0.09 + 0.1935 = 1.2835,
        // halved
        // 0.64175 is split: behavior 0.42 + 0.1935 + 0.320875, content 0.903 + 0.320875; then a fifth of content goes
        double content = 0.903 + 0.320875;
        weights(
                new Evidence(false, 0, 0, 0, false),
                0.934375 + 0.1 * content,
                0.8 * content,
                0.64175 + 0.1 * content,
                0.22);
    }

    private static void weights(Evidence evidence, double behavior, double content, double vector, double trending) {
        ChannelWeights adjusted = Adjustment.of(REFERENCE, evidence);
        assertThat(adjusted.of(Channel.BEHAVIOR)).as("%s", evidence).isCloseTo(behavior, within(1e-9));
        assertThat(adjusted.of(Channel.CONTENT)).as("%s", evidence).isCloseTo(content, within(1e-9));
        assertThat(adjusted.of(Channel.VECTOR)).as("%s", evidence).isCloseTo(vector, within(1e-9));
        assertThat(adjusted.of(Channel.TRENDING)).as("%s", evidence).isCloseTo(trending, within(1e-9));
    }
}
