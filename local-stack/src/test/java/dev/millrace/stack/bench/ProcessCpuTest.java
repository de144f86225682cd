package dev.millrace.stack.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ProcessCpuTest {

    @Test
    void ticksBehindANameWithBracketsAndSpaces() {
        String stat = "4711 (a (b) c) S 1 4711 4711 0 -1 4194560 900 0 1 0 250 75 3 4 20 0 30 0 12345 1000 200";
        assertThat(ProcessCpu.ticks(stat)).isEqualTo(325);
    }

    @Test
    void ownProcessHasUsedTimeAndAGoneOneIsLeftOut() {
        Map<String, Long> used =
                new ProcessCpu().micros(Map.of("me", ProcessHandle.current().pid(), "gone", Long.MAX_VALUE));
        assertThat(used).containsOnlyKeys("me");
        assertThat(used.get("me")).isPositive();
    }
}
