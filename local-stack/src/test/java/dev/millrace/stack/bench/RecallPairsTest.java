package dev.millrace.stack.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.stack.bench.RecallPairs.Answered;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RecallPairsTest {

    @Test
    void comparesListsWhereNothingWasMissing() {
        RecallPairs pairs = new RecallPairs();
        pairs.add(answered(2, false, "ds:1", "ds:2"), answered(8, false, "ds:1", "ds:2"));
        pairs.add(answered(2, false, "ds:1", "ds:2"), answered(8, false, "ds:2", "ds:1"));
        pairs.add(answered(2, true, "ds:1", "ds:2"), answered(8, false, "ds:2", "ds:1"));
        assertThat(pairs.count()).isEqualTo(3);
        assertThat(pairs.degraded()).isEqualTo(1);
        assertThat(pairs.missed()).containsOnly(Map.entry("side by side without content", 1));
        assertThat(pairs.compared()).isEqualTo(2);
        assertThat(pairs.equalPercent()).isEqualTo(50);
        assertThat(pairs.timeRatio()).isEqualTo(0.25);
        assertThat(pairs.oneByOne().at(50)).isEqualTo(8);
    }

    @Test
    void hasNoShareWhenNothingCouldBeCompared() {
        RecallPairs pairs = new RecallPairs();
        pairs.add(answered(1, true), answered(1, false));
        assertThat(pairs.equalPercent()).isZero();
    }

    private static Answered answered(double ms, boolean degraded, String... items) {
        return new Answered(ms, degraded ? "content" : "", List.of(items));
    }
}
