package dev.millrace.stack.bench;

import java.io.IOException;

/// Reads from the simulator's metrics how many row changes it has made.
final class SimulatedRows {
    private static final String METRIC = "millrace_simulator_rows_total{";

    private SimulatedRows() {}

    static double count(KeepAlive simulator) throws IOException, InterruptedException {
        return sum(simulator.text("/metrics"));
    }

    /// The sum over all kinds of changes in a text of Prometheus' format.
    static double sum(String metrics) {
        return metrics.lines()
                .filter(line -> line.startsWith(METRIC))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }
}
