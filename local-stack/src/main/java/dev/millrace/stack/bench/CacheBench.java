package dev.millrace.stack.bench;

import dev.millrace.stack.supervise.Ports;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/// What it gains to serve lists again: two query-services on one stack while its shop changes, one that does and one
/// that
/// makes every list, asked alternately at the same rate; then the one that does alone, at the rate it is for.
final class CacheBench {
    private static final int CHANGES = 200;
    private static final int USERS = 5_000;
    private static final int QUESTIONS = 200_000;
    private static final int ROUNDS = 3;
    private static final int WARM_UP_CONNECTIONS = 4;
    private static final double MICROS_A_MILLI = 1e3;
    private static final double BYTES_A_MIB = 1 << 20;
    private static final double PER_CENT = 100;

    private final Path root;
    private final Path folder;
    private final ServedShop shop;
    private final Rates rates;
    private final int seconds;
    private final PrintStream out;
    private final Map<String, Double> figures = new LinkedHashMap<>();
    private final Random random = new Random(1);

    /// Requests a second.
    ///
    /// @param both at which the two are compared: one that makes every list must keep up
    /// @param kept of the one that serves lists again, alone
    record Rates(int both, int kept) {
        static final Rates USUAL = new Rates(100, 2_000);
    }

    /// @param folder of the stack, emptied first
    /// @param items in the catalogue
    /// @param seconds of each measurement
    CacheBench(Path root, Path folder, int items, Rates rates, int seconds, PrintStream out) {
        this.root = root;
        this.folder = folder;
        this.shop = new ServedShop(items, USERS);
        this.rates = rates;
        this.seconds = seconds;
        this.out = out;
    }

    Map<String, Double> run() throws SQLException, IOException, InterruptedException {
        Ports ports = StackUnderTest.freePorts();
        try (StackUnderTest stack = StackUnderTest.start(root, folder, ports, Map.of(), shop.options())) {
            shop.fill(stack, out);
            try (SimulatorProcess _ = SimulatorProcess.start(stack, CHANGES, shop.items(), shop.users());
                    Side on = Side.start(stack, "on");
                    Side off = Side.start(stack, "off")) {
                compare(on, off);
                alone(on);
            }
        }
        return figures;
    }

    /// A service, and what it was asked.
    ///
    /// @param name `on` when it serves lists again, else `off`
    private record Side(String name, QueryProcess process, KeepAlive http) implements AutoCloseable {
        static Side start(StackUnderTest stack, String name) throws InterruptedException {
            QueryProcess process = QueryProcess.start(
                    "query-" + name,
                    stack,
                    Map.of("cache.enabled", String.valueOf(name.equals("on")), "exposure.enabled", "false"));
            process.awaitReady();
            return new Side(name, process, new KeepAlive(URI.create("http://127.0.0.1:" + process.port())));
        }

        double cpuMs() {
            Map<String, Long> one = Map.of(name, process.process().process().pid());
            return new ProcessCpu().micros(one).getOrDefault(name, 0L) / MICROS_A_MILLI;
        }

        @Override
        public void close() {
            http.close();
            process.close();
        }
    }

    /// What came of a side's loads together.
    private static final class Measured {
        private final List<LoadResult> loads = new ArrayList<>();
        private double cpuMs;
        private int asked;

        void add(LoadResult load, double usedMs) {
            loads.add(load);
            cpuMs += usedMs;
            asked += load.asked();
        }

        double cpuMsOfOne() {
            return cpuMs / asked;
        }

        Percentiles of(String operation) {
            List<Double> all = new ArrayList<>();
            loads.forEach(load -> all.addAll(load.msOf(operation)));
            return new Percentiles(all);
        }
    }

    private void compare(Side on, Side off) throws IOException, InterruptedException {
        for (Side side : List.of(on, off)) {
            load(side)
                    .closed(WARM_UP_CONNECTIONS, Duration.ofSeconds(3L * seconds))
                    .requireRight();
        }
        Measured with = new Measured();
        Measured without = new Measured();
        String before = on.http().text("/metrics");
        for (int round = 0; round < ROUNDS; round++) {
            for (Side side : round % 2 == 0 ? List.of(off, on) : List.of(on, off)) {
                measure(side, rates.both(), side == on ? with : without);
            }
        }
        report("at_%d".formatted(rates.both()), on, before, with);
        figures.put("cpu_ms_off", without.cpuMsOfOne());
        out.printf(
                "CPU of an answer %.3f ms with kept lists, %.3f ms without (idle work included)%n",
                with.cpuMsOfOne(), without.cpuMsOfOne());
        for (String operation : MixedQuestions.OPERATIONS) {
            double ratio = with.of(operation).at(50) / without.of(operation).at(50);
            figures.put(operation + "_p50_ratio", ratio);
            figures.put(operation + "_off_p50_ms", without.of(operation).at(50));
            figures.put(operation + "_off_p95_ms", without.of(operation).at(95));
            out.printf(
                    "  %-13s without p50 %.2f, p95 %.2f ms; with kept lists p50 %.0f %% less%n",
                    operation,
                    without.of(operation).at(50),
                    without.of(operation).at(95),
                    PER_CENT * (1 - ratio));
        }
    }

    private void alone(Side on) throws IOException, InterruptedException {
        measure(on, rates.kept(), new Measured());
        Measured measured = new Measured();
        String before = on.http().text("/metrics");
        measure(on, rates.kept(), measured);
        report("at_%d".formatted(rates.kept()), on, before, measured);
    }

    private void measure(Side side, int rate, Measured into) throws InterruptedException {
        double before = side.cpuMs();
        LoadResult load = load(side).open(Arrivals.of(rate, seconds, random));
        load.requireRight();
        into.add(load, side.cpuMs() - before);
    }

    private ListLoad load(Side side) {
        return new ListLoad(
                side.process().port(), new MixedQuestions(random, shop.items(), shop.users()).take(QUESTIONS));
    }

    private void report(String suffix, Side on, String before, Measured measured)
            throws IOException, InterruptedException {
        String after = on.http().text("/metrics");
        figures.put("cpu_ms_on_" + suffix, measured.cpuMsOfOne());
        figures.put("cache_mib_" + suffix, Metrics.sum(after, "local_cache_bytes") / BYTES_A_MIB);
        figures.put("cache_lists_" + suffix, Metrics.sum(after, "local_cache_size"));
        int failed = measured.loads.stream().mapToInt(LoadResult::failures).sum();
        int unsent = measured.loads.stream().mapToInt(LoadResult::unsent).sum();
        figures.put("errors_" + suffix, (double) failed);
        figures.put("left_out_" + suffix, (double) unsent);
        out.printf(
                "kept lists, %s: %.3f ms CPU an answer, %.0f lists in %.1f MiB, %d errors, %d never asked%n",
                suffix.replace('_', ' '),
                measured.cpuMsOfOne(),
                Metrics.sum(after, "local_cache_size"),
                Metrics.sum(after, "local_cache_bytes") / BYTES_A_MIB,
                failed,
                unsent);
        for (String operation : MixedQuestions.OPERATIONS) {
            Percentiles ms = measured.of(operation);
            figures.put(operation + "_p50_ms_" + suffix, ms.at(50));
            figures.put(operation + "_p95_ms_" + suffix, ms.at(95));
            figures.put(operation + "_p99_ms_" + suffix, ms.at(99));
            out.printf("  %-13s p50 %.2f, p95 %.2f, p99 %.2f ms%n", operation, ms.at(50), ms.at(95), ms.at(99));
        }
        for (String operation : List.of("similar", "anonymous", "detail")) {
            double hits = counted(after, operation, "hit") - counted(before, operation, "hit");
            double misses = counted(after, operation, "miss") - counted(before, operation, "miss");
            figures.put(operation + "_hits_pct_" + suffix, PER_CENT * hits / (hits + misses));
            out.printf("  %-13s %.1f %% served again%n", operation, PER_CENT * hits / (hits + misses));
        }
    }

    private static double counted(String metrics, String operation, String status) {
        return Metrics.value(
                        metrics, "cache_requests_total{operation=\"%s\",status=\"%s\"}".formatted(operation, status))
                .orElse(0);
    }
}
