package dev.millrace.stack.load;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

/// What became of one set.
///
/// @param lines one for each table, in the order of writing
public record LoadReport(LoadPlan plan, List<Line> lines) {
    public LoadReport {
        lines = List.copyOf(lines);
    }

    /// What became of one table.
    ///
    /// @param rows of the source that belong in the table
    /// @param before of them already there
    /// @param written by this run
    public record Line(String table, int rows, int before, int written, Duration took) {}

    /// Rows written by this run.
    public int written() {
        return lines.stream().mapToInt(Line::written).sum();
    }

    /// The report as text for a terminal.
    public String text() {
        StringBuilder text = new StringBuilder();
        text.append(line("%s: %,d rows read", plan.set(), plan.read()));
        text.append(line("  %-32s %10s %10s %10s %8s", "table", "rows", "were there", "written", "seconds"));
        for (Line line : lines) {
            text.append(line(
                    "  %-32s %,10d %,10d %,10d %8.1f",
                    line.table(),
                    line.rows(),
                    line.before(),
                    line.written(),
                    line.took().toMillis() / 1000.0));
        }
        plan.skipped().forEach((reason, count) -> text.append(line("  skipped %,10d  %s", count, reason)));
        plan.notes().forEach(note -> text.append(line("  note: %s", note)));
        return text.toString();
    }

    private static String line(String format, Object... values) {
        return String.format(Locale.ROOT, format, values) + System.lineSeparator();
    }
}
