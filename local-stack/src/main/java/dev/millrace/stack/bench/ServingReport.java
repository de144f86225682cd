package dev.millrace.stack.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Turns loads of one size of catalogue into figures and a table.
final class ServingReport {
    private static final int THOUSAND = 1_000;
    private static final double PER_CENT = 100;
    private static final double BYTES_A_KIB = 1 << 10;
    private static final String QUERY = "query-service";
    private static final String STREAMS = "streams-app";
    static final String GENERATOR = "generator";

    private final String size;
    private final Map<String, Double> figures = new LinkedHashMap<>();
    private final StringBuilder notes = new StringBuilder();

    /// @param items in the catalogue
    ServingReport(int items) {
        size = size(items);
    }

    /// `20k` for 20,000, as it stands at the end of figures' names.
    static String size(int items) {
        return items % THOUSAND == 0 ? items / THOUSAND + "k" : String.valueOf(items);
    }

    /// Names of the columns of [#line].
    static String head() {
        return "%-24s %8s %8s %8s %8s %8s | %9s %9s %9s %8s | %7s %5s %5s %5s %5s %7s"
                .formatted(
                        "",
                        "asked/s",
                        "p50 ms",
                        "p95",
                        "p99",
                        "p99.9",
                        "query ms",
                        "streams",
                        "generator",
                        "KiB",
                        "rows/s",
                        "err %",
                        "deg %",
                        "fb %",
                        "left %",
                        "load ns");
    }

    /// Figures of a load, and its line of the table.
    ///
    /// @param name of the load, such as `personalised_open_100`
    /// @param seconds that it took
    /// @param use meanwhile and a moment longer, without what is used when nobody asks
    /// @param loadNanos of far memory meanwhile, see [FarMemory]
    String line(String name, LoadResult result, double seconds, ServerUse use, double loadNanos) {
        Percentiles ms = new Percentiles(result.ms());
        double asked = result.asked();
        Map<String, Double> all = new LinkedHashMap<>();
        all.put("per_s", asked / seconds);
        all.put("p50_ms", ms.at(50));
        all.put("p95_ms", ms.at(95));
        all.put("p99_ms", ms.at(99));
        all.put("p99_9_ms", ms.at(99.9));
        all.put("query_cpu_ms", use.cpuMs(QUERY) / asked);
        all.put("streams_cpu_ms", use.cpuMs(STREAMS) / asked);
        all.put("generator_cpu_ms", use.cpuMs(GENERATOR) / asked);
        all.put("allocated_kib", use.allocated() / BYTES_A_KIB / asked);
        all.put("changes_per_s", use.rows() / use.seconds());
        all.put("errors_pct", PER_CENT * result.failures() / asked);
        all.put("degraded_pct", PER_CENT * result.degraded() / asked);
        all.put("fallback_pct", PER_CENT * result.fallbacks() / asked);
        all.put("left_out_pct", PER_CENT * result.unsent() / (asked + result.unsent()));
        all.put("far_load_ns", loadNanos);
        all.forEach((what, value) -> figures.put("%s_%s_%s".formatted(name, what, size), value));
        note(name, result);
        List<Object> cells = new ArrayList<>(List.of(name));
        cells.addAll(all.values());
        return String.format(
                Locale.ROOT,
                "%-24s %8.0f %8.2f %8.2f %8.2f %8.2f | %9.2f %9.2f %9.2f %8.0f | %7.0f %5.1f %5.1f %5.1f %5.1f %7.0f",
                cells.toArray());
    }

    /// A figure beside the loads.
    void put(String name, double value) {
        figures.put(name + "_" + size, value);
    }

    private void note(String name, LoadResult result) {
        if (!result.errors().isEmpty()) {
            notes.append("%s: errors %s%n".formatted(name, result.errors()));
        }
        if (result.degraded() + result.fallbacks() > 0) {
            notes.append("%s: %d degraded answers, %d fallbacks: these cost less than whole ones%n"
                    .formatted(name, result.degraded(), result.fallbacks()));
        }
        if (result.unsent() > 0) {
            notes.append("%s: did not keep up, %d questions that were due were never asked%n"
                    .formatted(name, result.unsent()));
        }
    }

    /// What has to be known beside the table; empty when all went well.
    String notes() {
        return notes.toString();
    }

    Map<String, Double> figures() {
        return new LinkedHashMap<>(figures);
    }
}
