package dev.millrace.stack.bench;

import dev.millrace.stack.status.StackStatus;
import dev.millrace.stack.supervise.Ports;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/// What lists cost that nobody has cached: on a stack with so many items and a shop that changes meanwhile, asked at
/// given rates whatever the answers do, and as fast as it can answer.
final class ServingBench {
    private static final int CHANGES = 200;
    private static final int[] CONNECTIONS = {1, 8, 32};
    private static final int QUESTIONS = 4_096;
    private static final int EXPLAINED = 100;
    /// Each kind is asked so often as long as it is measured later: what the compilers take is nobody's request.
    private static final int WARM_UP_TIMES = 8;
    private static final int WARM_UP_CONNECTIONS = 4;
    private static final int TOKEN_BYTES = 16;
    private static final double NANOS_A_SECOND = 1e9;
    private static final double MICROS_A_MILLI = 1e3;

    private final Path root;
    private final Path folder;
    private final List<LoadSpec> loads;
    private final int seconds;
    private final PrintStream out;

    /// @param folder of the stacks, emptied first
    /// @param loads open ones
    /// @param seconds of each measurement
    ServingBench(Path root, Path folder, List<LoadSpec> loads, int seconds, PrintStream out) {
        this.root = root;
        this.folder = folder;
        this.loads = List.copyOf(loads);
        this.seconds = seconds;
        this.out = out;
    }

    /// Figures of a catalogue of so many items.
    Map<String, Double> run(int items) throws SQLException, IOException, InterruptedException {
        ServedShop shop = new ServedShop(items, ServedShop.USERS);
        Ports ports = StackUnderTest.freePorts();
        String token = HexFormat.of().formatHex(new SecureRandom().generateSeed(TOKEN_BYTES));
        try (StackUnderTest stack = StackUnderTest.start(
                root, folder, ports, Map.of("ADMIN_TOKEN", token, "CACHE_ENABLED", "false"), shop.options())) {
            shop.fill(stack, out);
            try (SimulatorProcess _ = SimulatorProcess.start(stack, CHANGES, items, ServedShop.USERS);
                    Meters meters = new Meters(stack.status(), ports);
                    FarMemory memory = FarMemory.watched()) {
                return new Run(shop, ports.query(), meters, memory).measure(token);
            }
        }
    }

    /// Reads what the processes of a stack use.
    private static final class Meters implements AutoCloseable {
        private final ProcessCpu cpu = new ProcessCpu();
        private final Map<String, Long> processes;
        private final KeepAlive query;
        private final KeepAlive simulator;

        Meters(StackStatus status, Ports ports) {
            processes = new LinkedHashMap<>(status.processes());
            processes.put(ServingReport.GENERATOR, ProcessHandle.current().pid());
            query = new KeepAlive(URI.create("http://127.0.0.1:" + ports.query()));
            simulator = new KeepAlive(URI.create("http://127.0.0.1:" + ports.simulator()));
        }

        ServerUse now() throws IOException, InterruptedException {
            double allocated = AllocatedBytes.now(query);
            double rows = SimulatedRows.count(simulator);
            Map<String, Double> cpuMs = new LinkedHashMap<>();
            cpu.micros(processes).forEach((process, micros) -> cpuMs.put(process, micros / MICROS_A_MILLI));
            return new ServerUse(System.nanoTime() / NANOS_A_SECOND, cpuMs, allocated, rows);
        }

        @Override
        public void close() {
            query.close();
            simulator.close();
        }
    }

    @FunctionalInterface
    private interface Load {
        LoadResult run() throws InterruptedException;
    }

    /// One size of catalogue.
    private final class Run {
        private final ServedShop shop;
        private final int port;
        private final Meters meters;
        private final FarMemory memory;
        private final ServingReport report;
        private final Random random = new Random(1);
        private ServerUse idle = new ServerUse(1, Map.of(), 0, 0);

        Run(ServedShop shop, int port, Meters meters, FarMemory memory) {
            this.memory = memory;
            this.shop = shop;
            this.port = port;
            this.meters = meters;
            this.report = new ServingReport(shop.items());
        }

        Map<String, Double> measure(String token) throws IOException, InterruptedException {
            for (ListKind kind : ListKind.values()) {
                load(kind)
                        .closed(WARM_UP_CONNECTIONS, Duration.ofSeconds((long) WARM_UP_TIMES * seconds))
                        .requireRight();
            }
            double candidates = Candidates.mean(port, token, EXPLAINED, shop);
            report.put("candidates", candidates);
            out.printf("a personalised list is chosen from %.0f candidates%n", candidates);
            out.println(ServingReport.head());
            idle();
            for (LoadSpec open : loads) {
                long[] due = Arrivals.of(open.perSecond(), seconds, random);
                ListLoad load = load(open.kind());
                measure("%s_open_%d".formatted(open.kind().label(), open.perSecond()), () -> load.open(due));
            }
            for (ListKind kind : ListKind.values()) {
                idle();
                for (int connections : CONNECTIONS) {
                    ListLoad load = load(kind);
                    measure(
                            "%s_closed_%d".formatted(kind.label(), connections),
                            () -> load.closed(connections, Duration.ofSeconds(seconds)));
                }
            }
            out.print(report.notes());
            return report.figures();
        }

        /// Without requests, with the shop's changes. Again and again, for what this takes falls while the stream's
        /// code is being compiled.
        private void idle() throws IOException, InterruptedException {
            ServerUse before = meters.now();
            TimeUnit.SECONDS.sleep(seconds);
            idle = meters.now().since(before);
            StringBuilder line = new StringBuilder("without requests, ms CPU a second:");
            idle.cpuMs().forEach((process, ms) -> {
                report.put("idle_%s_cpu_ms_per_s".formatted(process.replace('-', '_')), ms / idle.seconds());
                line.append(" %s %.0f".formatted(process, ms / idle.seconds()));
            });
            out.println(line);
        }

        private void measure(String name, Load load) throws IOException, InterruptedException {
            ServerUse before = meters.now();
            memory.loadNanos(); // from here on
            double began = System.nanoTime() / NANOS_A_SECOND;
            LoadResult result = load.run();
            double took = System.nanoTime() / NANOS_A_SECOND - began;
            result.requireRight();
            ServerUse use = meters.now().since(before).above(idle);
            out.println(report.line(name, result, took, use, memory.loadNanos()));
        }

        private ListLoad load(ListKind kind) {
            return new ListLoad(port, kind.questions(QUESTIONS, random, shop.items(), shop.users()));
        }
    }
}
