package dev.millrace.stack.bench;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/// Turns measured stages into figures and a table.
final class FreshnessReport {
    private static final double[] PERCENTS = {50, 95, 99};

    private final String suffix;
    private final Map<String, Double> figures = new LinkedHashMap<>();
    private final StringBuilder text = new StringBuilder();

    /// @param suffix end of all names, e.g. `_at_1000`
    FreshnessReport(String suffix) {
        this.suffix = suffix;
    }

    void add(ProbeKind kind, Stages stages) {
        line(
                "%s, %d probes, p50 / p95 / p99 ms",
                kind.title(), stages.of(Stages.Stage.WHOLE).count());
        for (Stages.Stage stage : Stages.Stage.values()) {
            Percentiles percentiles = stages.of(stage);
            for (double percent : PERCENTS) {
                figures.put(
                        "%s%sp%.0f_ms%s".formatted(kind.prefix(), stage.infix(), percent, suffix),
                        percentiles.at(percent));
            }
            line(
                    "  %-16s %8.1f %8.1f %8.1f",
                    stage == Stages.Stage.WHOLE
                            ? "whole"
                            : stage.infix().replace('_', ' ').strip(),
                    percentiles.at(PERCENTS[0]),
                    percentiles.at(PERCENTS[1]),
                    percentiles.at(PERCENTS[2]));
        }
    }

    void addRate(double rowsPerSecond) {
        figures.put("changes_per_s" + suffix, rowsPerSecond);
    }

    /// @param used part → microseconds of processor time for each row change
    void addCpu(Map<String, Double> used) {
        line("processor time, microseconds for each row change");
        used.forEach((part, micros) -> {
            figures.put("cpu_%s_us_per_change%s".formatted(part.replace('-', '_'), suffix), micros);
            line("  %-16s %8.0f", part, micros);
        });
    }

    Map<String, Double> figures() {
        return new LinkedHashMap<>(figures);
    }

    String text() {
        return text.toString();
    }

    private void line(String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values)).append(System.lineSeparator());
    }
}
