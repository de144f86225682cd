package dev.millrace.stack.bench;

import dev.millrace.stack.load.sql.DatabaseAccess;
import dev.millrace.stack.status.StackStatus;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/// How long a commit in MySQL takes to change an HTTP answer, on a fresh stack with a busy shop.
final class FreshnessBench {
    private static final Duration PROBE_BOUND = Duration.ofSeconds(10);
    private static final double MEAN_PAUSE_MS = 100;
    private static final long LONGEST_PAUSE_MS = 500;
    private static final double LEAST_RATE = 0.9;
    private static final double NANOS_A_SECOND = 1e9;

    private final StackUnderTest stack;
    private final int rate;
    private final int probes;
    private final PrintStream out;
    private final Random random = new Random(7);

    /// @param rate row changes a second that the simulator was told to make
    /// @param probes of each kind
    FreshnessBench(StackUnderTest stack, int rate, int probes, PrintStream out) {
        this.stack = stack;
        this.rate = rate;
        this.probes = probes;
        this.out = out;
    }

    /// Figures of this rate; `suffix` ends their names.
    Map<String, Double> run(String suffix) throws SQLException, InterruptedException, IOException {
        StackStatus status = stack.status();
        DatabaseAccess business =
                DatabaseAccess.of(Objects.requireNonNull(status.databases().get("business")));
        DatabaseAccess matomo =
                DatabaseAccess.of(Objects.requireNonNull(status.databases().get("matomo")));
        String kafka = Objects.requireNonNull(status.kafka());
        try (Probes all = new Probes(business, matomo);
                RawTopicWatch raw = new RawTopicWatch(kafka, all.topics()).start();
                KeepAlive api = new KeepAlive(
                        URI.create(Objects.requireNonNull(status.http().get("query"))));
                KeepAlive state = local(stack.ports().streams());
                KeepAlive simulator = local(stack.ports().simulator());
                ProbeRun run = new ProbeRun(api, state, raw)) {
            all.prepare(probes + WarmUp.MOST_CYCLES);
            new WarmUp(api, out).run(all, run);
            return measure(status, all, run, simulator, suffix);
        }
    }

    private static KeepAlive local(int port) {
        return new KeepAlive(URI.create("http://127.0.0.1:" + port));
    }

    private Map<String, Double> measure(
            StackStatus status, Probes all, ProbeRun run, KeepAlive simulator, String suffix)
            throws SQLException, InterruptedException, IOException {
        ProcessCpu cpu = new ProcessCpu();
        Map<String, Long> cpuBefore = cpu.micros(status.processes());
        double rowsBefore = SimulatedRows.count(simulator);
        long begin = System.nanoTime();
        Map<ProbeKind, Stages> stages = probe(all, run);
        double seconds = (System.nanoTime() - begin) / NANOS_A_SECOND;
        double rows = SimulatedRows.count(simulator) - rowsBefore;
        Map<String, Long> cpuAfter = cpu.micros(status.processes());
        out.printf("%d row changes/s asked, %.0f made, over %.0f s%n", rate, rows / seconds, seconds);
        if (rows / seconds < LEAST_RATE * rate) {
            throw new BenchException("the simulator made %.0f row changes/s instead of %d: no figure for that rate"
                    .formatted(rows / seconds, rate));
        }
        FreshnessReport report = new FreshnessReport(suffix);
        stages.forEach(report::add);
        report.addRate(rows / seconds);
        double changes = rows
                + probes
                        * (double) List.of(ProbeKind.values()).stream()
                                .mapToInt(ProbeKind::rows)
                                .sum();
        Map<String, Double> used = new LinkedHashMap<>();
        cpuBefore.forEach((part, micros) -> {
            Long after = cpuAfter.get(part);
            if (after == null) {
                throw new BenchException("process " + part + " was restarted during the measurement: see its log");
            }
            used.put(part, (after - micros) / changes);
        });
        report.addCpu(used);
        out.print(report.text());
        return report.figures();
    }

    private Map<ProbeKind, Stages> probe(Probes all, ProbeRun run) throws SQLException, InterruptedException {
        List<ProbeKind> order = new ArrayList<>();
        Map<ProbeKind, Stages> stages = new EnumMap<>(ProbeKind.class);
        for (ProbeKind kind : ProbeKind.values()) {
            stages.put(kind, new Stages());
            order.addAll(Collections.nCopies(probes, kind));
        }
        Collections.shuffle(order, random);
        int done = 0;
        for (ProbeKind kind : order) {
            pause();
            run.run(all.next(kind), PROBE_BOUND, Objects.requireNonNull(stages.get(kind)));
            if (++done % 100 == 0) {
                out.printf("%d of %d probes%n", done, order.size());
            }
        }
        return stages;
    }

    /// Between probes: exponential, so that they fall on any phase of whatever runs in steps.
    private void pause() throws InterruptedException {
        double ms = -MEAN_PAUSE_MS * Math.log1p(-random.nextDouble());
        TimeUnit.MICROSECONDS.sleep((long) (1_000 * Math.min(LONGEST_PAUSE_MS, ms)));
    }
}
