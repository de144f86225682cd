package dev.millrace.stack.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SimulatedRowsTest {

    @Test
    void sumsTheKindsAndNothingElse() {
        assertThat(SimulatedRows.sum("""
                # HELP millrace_simulator_rows_total
                # TYPE millrace_simulator_rows_total counter
                millrace_simulator_rows_total{kind="log-in"} 36.0
                millrace_simulator_changes_total{kind="log-in"} 41.0
                millrace_simulator_rows_total{kind="view-item"} 1.5E3
                """)).isEqualTo(1536);
    }
}
