package dev.millrace.stack.bench;

import dev.millrace.contract.store.QueryableStore;
import dev.millrace.stack.supervise.Ports;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/// Whether it pays to ask channels and read state side by side: two query-services on one stack that stands still, one
/// that does and one that does not, asked the same personalised lists alternately, with streams-app near and far away.
final class RecallBench {
    private static final String PARALLEL = "parallel";
    private static final String ONE_BY_ONE = "one_by_one";
    private static final int WARM_UP = 300;
    private static final int SETTLE = 20;
    private static final Duration IDLE = Duration.ofSeconds(5);
    private static final double NANOS_A_MILLI = 1e6;
    private static final double NANOS_A_SECOND = 1e9;
    private static final double MICROS_A_MILLI = 1e3;
    private static final double PER_CENT = 100;
    private static final int OK = 200;
    private static final String ENDLESS_MS = "60000";
    private static final List<String> CHANNELS =
            List.of("behavior", "session", "profile", "content", "vector", "trending");
    private static final List<Scenario> SCENARIOS = List.of(
            new Scenario("at_hand", "streams-app at hand", DelayProxy.Delay.NONE),
            new Scenario("2_ms_away", "streams-app 2 ms away", DelayProxy.Delay.of(Duration.ofMillis(2))),
            new Scenario("10_ms_away", "streams-app 10 ms away", DelayProxy.Delay.of(Duration.ofMillis(10))),
            new Scenario(
                    "slow_profiles",
                    "at hand, profiles 50 ms late",
                    new DelayProxy.Delay(Duration.ZERO, QueryableStore.USER_PROFILES.name(), Duration.ofMillis(50))));

    private final Path root;
    private final Path folder;
    private final ServedShop shop;
    private final int requests;
    private final PrintStream out;
    private final Map<String, Double> figures = new LinkedHashMap<>();
    private final Random random = new Random(5);
    private int asked;

    /// @param folder of the stack, emptied first
    /// @param items in the catalogue
    /// @param requests of each service in each scenario
    RecallBench(Path root, Path folder, int items, int requests, PrintStream out) {
        this.root = root;
        this.folder = folder;
        this.shop = new ServedShop(items, ServedShop.USERS);
        this.requests = requests;
        this.out = out;
    }

    private record Scenario(String name, String title, DelayProxy.Delay delay) {}

    Map<String, Double> run() throws SQLException, IOException, InterruptedException {
        Ports ports = StackUnderTest.freePorts();
        try (DelayProxy proxy = DelayProxy.start(ports.streams())) {
            String far = "127.0.0.1:" + proxy.port();
            try (StackUnderTest stack =
                    StackUnderTest.start(root, folder, ports, Map.of("SERVER_ADVERTISED", far), shop.options())) {
                shop.fill(stack, out);
                try (QueryProcess parallel = service(stack, far, PARALLEL, true);
                        QueryProcess oneByOne = service(stack, far, ONE_BY_ONE, false)) {
                    parallel.awaitReady();
                    oneByOne.awaitReady();
                    compare(proxy, parallel, oneByOne);
                }
            }
        }
        return figures;
    }

    private static QueryProcess service(StackUnderTest stack, String far, String name, boolean isParallel) {
        Map<String, String> settings = new LinkedHashMap<>(
                Map.of("cache.enabled", "false", "iq.seeds", far, "recall.parallel", String.valueOf(isParallel)));
        if (!isParallel) { // it has to wait for one thing after the other, and the lists shall be the same
            CHANNELS.forEach(channel -> settings.put("recall.deadline-ms." + channel, ENDLESS_MS));
        }
        return QueryProcess.start("query-" + name, stack, settings);
    }

    private void compare(DelayProxy proxy, QueryProcess parallel, QueryProcess oneByOne)
            throws IOException, InterruptedException {
        Map<String, Long> processes = Map.of(
                PARALLEL,
                parallel.process().process().pid(),
                ONE_BY_ONE,
                oneByOne.process().process().pid());
        try (RawConnection side = new RawConnection(parallel.port());
                RawConnection one = new RawConnection(oneByOne.port())) {
            ask(side, one, WARM_UP);
            ServerUse before = use(processes);
            TimeUnit.NANOSECONDS.sleep(IDLE.toNanos());
            ServerUse idle = use(processes).since(before);
            for (Scenario scenario : SCENARIOS) {
                proxy.delay(scenario.delay());
                ask(side, one, SETTLE);
                ServerUse start = use(processes);
                RecallPairs pairs = ask(side, one, requests);
                report(scenario, pairs, use(processes).since(start).above(idle));
            }
        }
    }

    private static ServerUse use(Map<String, Long> processes) {
        Map<String, Double> cpuMs = new LinkedHashMap<>();
        new ProcessCpu().micros(processes).forEach((process, micros) -> cpuMs.put(process, micros / MICROS_A_MILLI));
        return new ServerUse(System.nanoTime() / NANOS_A_SECOND, cpuMs, 0, 0);
    }

    /// Each question to both, who is first in turn. One request id for both, for it decides what is explored.
    private RecallPairs ask(RawConnection parallel, RawConnection oneByOne, int count) throws IOException {
        RecallPairs pairs = new RecallPairs();
        for (int i = 0; i < count; i++) {
            ListKind.Question question = ListKind.PERSONALISED.question(
                    random, shop.items(), shop.users(), "X-Request-ID: req_bench-" + ++asked);
            if (i % 2 == 0) {
                RecallPairs.Answered first = answer(parallel, question);
                pairs.add(first, answer(oneByOne, question));
            } else {
                RecallPairs.Answered first = answer(oneByOne, question);
                pairs.add(answer(parallel, question), first);
            }
        }
        return pairs;
    }

    private static RecallPairs.Answered answer(RawConnection connection, ListKind.Question question)
            throws IOException {
        long began = System.nanoTime();
        RawConnection.Reply reply = connection.ask(question.request());
        double ms = (System.nanoTime() - began) / NANOS_A_MILLI;
        if (reply.status() != OK) {
            throw new BenchException("a service answered with status " + reply.status());
        }
        ListAnswers.wrong(question, reply.body()).ifPresent(what -> {
            throw new BenchException("a wrong answer: " + what);
        });
        String missing = reply.degraded() + (ListAnswers.isFallback(reply.body()) ? " (fallback)" : "");
        return new RecallPairs.Answered(
                ms, missing, ListAnswers.items(reply.body(), question.kind().field()));
    }

    private void report(Scenario scenario, RecallPairs pairs, ServerUse use) {
        double parallelCpu = use.cpuMs(PARALLEL) / pairs.count();
        double oneByOneCpu = use.cpuMs(ONE_BY_ONE) / pairs.count();
        Percentiles parallel = pairs.parallel();
        Percentiles oneByOne = pairs.oneByOne();
        put(scenario, "parallel_p50_ms", parallel.at(50));
        put(scenario, "parallel_p95_ms", parallel.at(95));
        put(scenario, "one_by_one_p50_ms", oneByOne.at(50));
        put(scenario, "one_by_one_p95_ms", oneByOne.at(95));
        put(scenario, "time_ratio", pairs.timeRatio());
        put(scenario, "parallel_cpu_ms", parallelCpu);
        put(scenario, "one_by_one_cpu_ms", oneByOneCpu);
        put(scenario, "cpu_ratio", parallelCpu / oneByOneCpu);
        put(scenario, "degraded_pct", PER_CENT * pairs.degraded() / pairs.count());
        put(scenario, "equal_pct", pairs.equalPercent());
        out.printf(
                "%s, %d lists each%n"
                        + "  side by side p50 %.2f, p95 %.2f ms; one by one p50 %.2f, p95 %.2f ms: %.0f %% less time%n"
                        + "  CPU of a list %.2f and %.2f ms, ratio %.2f%n"
                        + "  %d of %d pairs degraded; of the others %.1f %% are the same lists%n",
                scenario.title(),
                pairs.count(),
                parallel.at(50),
                parallel.at(95),
                oneByOne.at(50),
                oneByOne.at(95),
                PER_CENT * (1 - pairs.timeRatio()),
                parallelCpu,
                oneByOneCpu,
                parallelCpu / oneByOneCpu,
                pairs.degraded(),
                pairs.count(),
                pairs.equalPercent());
        pairs.missed().forEach((what, count) -> out.printf("  %d answers %s%n", count, what));
    }

    private void put(Scenario scenario, String name, double value) {
        figures.put(name + "_" + scenario.name(), value);
    }
}
