package dev.millrace.stack.bench;

import java.util.OptionalDouble;

/// Reads a text of Prometheus' format.
final class Metrics {

    private Metrics() {}

    /// The value of one series.
    ///
    /// @param series name and, if it has some, labels in braces as they stand there
    static OptionalDouble value(String text, String series) {
        return text.lines()
                .filter(line -> line.startsWith(series + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .findFirst();
    }

    /// The sum over all series of a name.
    static double sum(String text, String name) {
        return text.lines()
                .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }
}
