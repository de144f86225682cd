package dev.millrace.stack.bench;

import dev.millrace.stack.supervise.Ports;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/// What it gains to serve lists again, on a stack whose shop changes meanwhile: the same service asked alternately for
/// lists that may be kept and for lists made anew, at one rate; then for lists that may be kept at the rate it is for.
final class CacheBench {
    private static final int CHANGES = 200;
    private static final int USERS = 5_000;
    private static final int QUESTIONS = 200_000;
    private static final int ROUNDS = 3;
    /// Lists for everybody are kept for minutes: hits say little before.
    private static final int WARM_UP_TIMES = 6;
    private static final int TOKEN_BYTES = 16;
    private static final String QUERY = "query-service";
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
    private final String token = HexFormat.of().formatHex(new SecureRandom().generateSeed(TOKEN_BYTES));

    /// Requests a second.
    ///
    /// @param both at which the two are compared: a service that makes every list must keep up
    /// @param kept of lists that may be kept, alone
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
        try (StackUnderTest stack =
                StackUnderTest.start(root, folder, ports, Map.of("ADMIN_TOKEN", token), shop.options())) {
            shop.fill(stack, out);
            long process = Objects.requireNonNull(stack.status().processes().get(QUERY));
            try (SimulatorProcess _ = SimulatorProcess.start(stack, CHANGES, shop.items(), shop.users());
                    KeepAlive http = new KeepAlive(URI.create("http://127.0.0.1:" + ports.query()))) {
                new Run(ports.query(), process, http).measure();
            }
        }
        return figures;
    }

    /// What came of loads of one kind.
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

    /// One service.
    private final class Run {
        private final int port;
        private final Map<String, Long> process;
        private final KeepAlive http;
        private double idleMsASecond;

        Run(int port, long process, KeepAlive http) {
            this.port = port;
            this.process = Map.of(QUERY, process);
            this.http = http;
        }

        void measure() throws IOException, InterruptedException {
            for (int time = 0; time < WARM_UP_TIMES; time++) {
                load(true).closed(1, Duration.ofSeconds(seconds)).requireRight();
                load(false).closed(1, Duration.ofSeconds(seconds)).requireRight();
            }
            idle();
            compare();
            for (int time = 0; time < WARM_UP_TIMES; time++) {
                measure(true, rates.kept(), new Measured());
            }
            Measured measured = new Measured();
            String before = http.text("/metrics");
            measure(true, rates.kept(), measured);
            report("at_%d".formatted(rates.kept()), before, measured);
        }

        private void idle() throws InterruptedException {
            double before = cpuMs();
            TimeUnit.SECONDS.sleep(seconds);
            idleMsASecond = (cpuMs() - before) / seconds;
            figures.put("idle_cpu_ms_per_s", idleMsASecond);
        }

        private double cpuMs() {
            return new ProcessCpu().micros(process).getOrDefault(QUERY, 0L) / MICROS_A_MILLI;
        }

        private void compare() throws IOException, InterruptedException {
            Measured with = new Measured();
            Measured without = new Measured();
            String before = http.text("/metrics");
            for (int round = 0; round < ROUNDS; round++) {
                boolean first = round % 2 == 0;
                measure(first, rates.both(), first ? with : without);
                measure(!first, rates.both(), first ? without : with);
            }
            report("at_%d".formatted(rates.both()), before, with);
            figures.put("made_cpu_ms", without.cpuMsOfOne());
            figures.put("cpu_ratio", with.cpuMsOfOne() / without.cpuMsOfOne());
            out.printf(
                    "lists made anew: %.3f ms CPU an answer, %.2f times that of lists that may be kept%n",
                    without.cpuMsOfOne(), without.cpuMsOfOne() / with.cpuMsOfOne());
            for (String operation : MixedQuestions.OPERATIONS) {
                Percentiles made = without.of(operation);
                double ratio = with.of(operation).at(50) / made.at(50);
                figures.put(operation + "_p50_ratio", ratio);
                figures.put(operation + "_made_p50_ms", made.at(50));
                figures.put(operation + "_made_p95_ms", made.at(95));
                out.printf(
                        "  %-13s made p50 %.2f, p95 %.2f ms; kept p50 %.0f %% less%n",
                        operation, made.at(50), made.at(95), PER_CENT * (1 - ratio));
            }
        }

        private void measure(boolean mayBeKept, int rate, Measured into) throws InterruptedException {
            double before = cpuMs();
            long began = System.nanoTime();
            LoadResult load = load(mayBeKept).open(Arrivals.of(rate, seconds, random));
            double took = (System.nanoTime() - began) / (double) TimeUnit.SECONDS.toNanos(1);
            load.requireRight();
            into.add(load, cpuMs() - before - took * idleMsASecond);
        }

        private ListLoad load(boolean mayBeKept) {
            String[] headers = mayBeKept
                    ? new String[0]
                    : new String[] {"Cache-Control: no-cache", "Authorization: Bearer " + token};
            return new ListLoad(port, new MixedQuestions(random, shop.items(), shop.users(), headers).take(QUESTIONS));
        }

        private void report(String suffix, String before, Measured measured) throws IOException, InterruptedException {
            String after = http.text("/metrics");
            double mib = Metrics.sum(after, "local_cache_bytes") / BYTES_A_MIB;
            double lists = Metrics.sum(after, "local_cache_size");
            int failed = measured.loads.stream().mapToInt(LoadResult::failures).sum();
            int unsent = measured.loads.stream().mapToInt(LoadResult::unsent).sum();
            figures.put("kept_cpu_ms_" + suffix, measured.cpuMsOfOne());
            figures.put("cache_mib_" + suffix, mib);
            figures.put("cache_lists_" + suffix, lists);
            figures.put("errors_" + suffix, (double) failed);
            figures.put("left_out_" + suffix, (double) unsent);
            out.printf(
                    "lists that may be kept, %s a second: %.3f ms CPU an answer, %.0f lists in %.1f MiB, %d errors,"
                            + " %d never asked%n",
                    suffix.replace('_', ' '), measured.cpuMsOfOne(), lists, mib, failed, unsent);
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
    }

    private static double counted(String metrics, String operation, String status) {
        return Metrics.value(
                        metrics, "cache_requests_total{operation=\"%s\",status=\"%s\"}".formatted(operation, status))
                .orElse(0);
    }
}
