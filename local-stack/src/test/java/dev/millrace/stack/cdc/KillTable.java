package dev.millrace.stack.cdc;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/// Results of all seeds, as a table for people and as sums for scripts.
final class KillTable {
    private static final double MILLIS = 1_000;

    private final List<SeedResult> results;

    KillTable(List<SeedResult> results) {
        this.results = List.copyOf(results);
    }

    /// Sums over all seeds.
    Map<String, Double> figures() {
        Map<String, Double> sums = new LinkedHashMap<>();
        sums.put("seeds", (double) results.size());
        results.forEach(result -> cells(result).forEach((name, value) -> sums.merge(name, value, Double::sum)));
        sums.put("failed_seeds", (double)
                results.stream().filter(result -> !result.isGood()).count());
        return sums;
    }

    /// One seed in one line of text.
    static String line(SeedResult result) {
        return cells(result).entrySet().stream()
                .map(cell -> cell.getKey() + " " + text(cell.getKey(), cell.getValue()))
                .collect(
                        Collectors.joining(", ", "seed " + result.seed() + (result.isGood() ? ": " : " FAILED: "), ""));
    }

    private static Map<String, Double> cells(SeedResult result) {
        Map<String, Double> cells = new LinkedHashMap<>();
        cells.put("changes", (double) result.changes());
        result.kills().forEach((phase, kills) -> cells.put("kills_" + phase.label(), (double) kills));
        cells.put("kills_missed", (double) result.missed());
        cells.put("aborted", (double) result.aborted());
        result.counts().ifPresent(counts -> counts.figures().forEach((name, count) -> cells.put(name, (double) count)));
        cells.put("seconds", result.took().toMillis() / MILLIS);
        return cells;
    }

    /// Markdown: a line for each seed, and the sums.
    String markdown() {
        List<String> names = new ArrayList<>(figures().keySet());
        names.removeAll(List.of("seeds", "failed_seeds"));
        List<String> lines = new ArrayList<>();
        lines.add("| seed | "
                + String.join(
                        " | ",
                        names.stream().map(name -> name.replace('_', ' ')).toList()) + " | |");
        lines.add("|---" + String.join("", Collections.nCopies(names.size(), "|---:")) + "|---|");
        results.forEach(result ->
                lines.add(line(String.valueOf(result.seed()), names, cells(result), result.isGood() ? "" : "FAILED")));
        lines.add(line("all", names, figures(), ""));
        return String.join("\n", lines) + "\n";
    }

    private static String line(String title, List<String> names, Map<String, Double> cells, String remark) {
        List<String> texts = names.stream()
                .map(name -> cells.containsKey(name) ? text(name, cells.getOrDefault(name, 0.0)) : "?")
                .toList();
        return "| " + title + " | " + String.join(" | ", texts) + " | " + remark + " |";
    }

    private static String text(String name, double value) {
        return String.format(Locale.ROOT, name.equals("seconds") ? "%.1f" : "%.0f", value);
    }
}
