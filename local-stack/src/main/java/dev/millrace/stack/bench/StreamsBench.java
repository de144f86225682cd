package dev.millrace.stack.bench;

import dev.millrace.contract.capture.CapturedSource;
import dev.millrace.contract.capture.SourceDatabase;
import dev.millrace.contract.capture.SourceTable;
import dev.millrace.contract.topic.TopicAdmin;
import dev.millrace.contract.topic.TopicSpec;
import dev.millrace.contract.topic.Topics;
import dev.millrace.stack.embedded.BrokerSettings;
import dev.millrace.stack.embedded.FreePorts;
import dev.millrace.stack.embedded.InProcessBroker;
import dev.millrace.stack.streams.RawFeed;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;

/// What an interaction costs streams-app: the clickstream nine times, the first eight to warm up, through
/// the whole topology and through the parts without neighbours, exactly once and at least once; against
/// writing and against reading the same records and nothing else. Each side has a broker of its own in this
/// process, which is not counted. Then what state weighs, pairs of items among it, and how long it takes to be
/// there again.
final class StreamsBench {
    private static final Duration LIMIT = Duration.ofMinutes(10);
    private static final Duration TOPICS = Duration.ofSeconds(30);
    private static final double MICROS_A_SECOND = 1e6;
    private static final List<CapturedSource> SOURCES = List.of(
            CapturedSource.whole(SourceDatabase.BUSINESS, "dianshu_backend", ""),
            CapturedSource.whole(SourceDatabase.MATOMO, "matomo", "matomo_"));
    private static final String STATE = "state";
    private static final List<Side> SIDES = List.of(
            new Side("whole_eos", "exactly_once_v2", List.of("STATISTICS", "PROFILES", "NEIGHBOURS", "SESSIONS")),
            new Side("state_eos", "exactly_once_v2", List.of("STATISTICS", "PROFILES")),
            new Side("whole_alo", "at_least_once", List.of("STATISTICS", "PROFILES", "NEIGHBOURS", "SESSIONS")),
            new Side("state_alo", "at_least_once", List.of("STATISTICS", "PROFILES")));

    private final Path folder;
    private final Path data;
    private final List<String> sides;
    private final PrintStream out;
    private final Map<String, Double> figures = new LinkedHashMap<>();

    private record Side(String name, String guarantee, List<String> parts) {}

    /// @param folder of its servers, emptied first
    /// @param data folder of the data sets
    /// @param sides names of the sides to measure; all when empty
    StreamsBench(Path folder, Path data, List<String> sides, PrintStream out) {
        this.sides = sides;
        this.folder = folder;
        this.data = data;
        this.out = out;
    }

    Map<String, Double> run() throws IOException, InterruptedException {
        BenchFolder.empty(folder);
        ClickFeed clicks = ClickFeed.from(data);
        out.printf("%d clicks a pass, from %s%n", clicks.clicks(), clicks.name());
        figures.put("interactions", (double) clicks.clicks());
        baselines(clicks);
        for (Side side : SIDES) {
            if (sides.isEmpty() || sides.contains(side.name())) {
                measure(side, clicks);
            }
        }
        if (sides.isEmpty() || sides.contains(STATE)) {
            figures.putAll(new StateSize(folder.resolve(STATE)).run(out));
            figures.putAll(new PairSize(folder.resolve("pairs")).run(out));
            figures.putAll(new RestoreRun(folder.resolve("restore"), clicks).run(out));
        }
        return figures;
    }

    private void baselines(ClickFeed clicks) throws IOException, InterruptedException {
        try (InProcessBroker broker = broker("baselines")) {
            note("produce", clicks, sideOf("produce", ProduceSide.class, broker.bootstrapServers(), data.toString()));
            long records = 0;
            for (var table : SourceTable.of(SourceDatabase.MATOMO)) {
                records += Backlog.count(broker.bootstrapServers(), RawFeed.topic(table));
            }
            note("consume", clicks, sideOf("consume", ConsumeSide.class, broker.bootstrapServers(), "" + records));
        }
    }

    private SideReport sideOf(String name, Class<?> main, String... arguments)
            throws IOException, InterruptedException {
        try (BenchProcess process = BenchProcess.start(
                name,
                folder.resolve(name),
                List.of("-Xmx384m", "-Dlogback.configurationFile=logback-part.xml"),
                main.getName(),
                List.of(arguments))) {
            if (!process.process().waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                throw new BenchException(name + " did not end within " + LIMIT + ": see " + process.log());
            }
            return SideReport.read(process.log());
        }
    }

    private void measure(Side side, ClickFeed clicks) throws IOException, InterruptedException {
        String application = "bench-" + side.name().replace('_', '-');
        try (InProcessBroker broker = broker(side.name());
                RawFeed feed = new RawFeed(broker.bootstrapServers());
                Backlog backlog = new Backlog(broker.bootstrapServers(), application);
                BenchProcess process = start(side, application, broker.bootstrapServers())) {
            clicks.pages(feed);
            for (int pass = 0; pass < ClickFeed.WARM_UP; pass++) {
                var _ = clicks.pass(feed, pass);
                backlog.awaitRead(LIMIT);
            }
            CpuSplit split = CpuSplit.start(process.process().pid(), folder.resolve(side.name() + ".jfr"));
            long cpu = cpu(process);
            long began = System.nanoTime();
            var _ = clicks.pass(feed, ClickFeed.WARM_UP);
            backlog.awaitRead(LIMIT);
            long wallUs = TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - began);
            long cpuUs = cpu(process) - cpu;
            Map<String, Double> parts = split.stop();
            Double sampling = parts.remove(CpuSplit.SAMPLING);
            var report = new SideReport(cpuUs - (sampling == null ? 0 : sampling.longValue()), wallUs);
            check(side, clicks, broker.bootstrapServers());
            note(side.name(), clicks, report);
            double known = 0;
            for (Map.Entry<String, Double> part : parts.entrySet()) {
                known += part.getValue();
                split(side, part.getKey(), part.getValue() / clicks.clicks());
            }
            split(side, "not-sampled", Math.max(0, report.cpuUs() - known) / clicks.clicks());
        }
        hops(side, clicks, application);
    }

    /// Records an interaction on each hop, progress among them.
    private void hops(Side side, ClickFeed clicks, String application) throws IOException {
        double interactions = (ClickFeed.WARM_UP + 1.0) * clicks.clicks();
        Path log = folder.resolve(side.name()).resolve(side.name() + ".log");
        SentRecords.read(log, application).forEach((hop, records) -> {
            figures.put("records_%s_%s".formatted(side.name(), hop), records / interactions);
            out.printf("    %-16s %6.2f records an interaction%n", hop, records / interactions);
        });
    }

    private static long cpu(BenchProcess process) {
        return new ProcessCpu().micros(Map.of("side", process.process().pid())).getOrDefault("side", 0L);
    }

    /// A side that left interactions out would be cheap.
    private static void check(Side side, ClickFeed clicks, String brokers) {
        long counted = Backlog.count(brokers, Topics.INTERACTIONS.name());
        long expected = (ClickFeed.WARM_UP + 1L) * clicks.clicks();
        if (counted != expected) {
            throw new BenchException("%s has published %d interactions of %d, and %d dead letters"
                    .formatted(side.name(), counted, expected, Backlog.count(brokers, Topics.DEAD_LETTERS.name())));
        }
    }

    private void note(String name, ClickFeed clicks, SideReport report) {
        double cpuUs = (double) report.cpuUs() / clicks.clicks();
        double perSecond = clicks.clicks() / (report.wallUs() / MICROS_A_SECOND);
        figures.put("cpu_us_" + name, cpuUs);
        figures.put("per_second_" + name, perSecond);
        out.printf("%-10s %7.1f us of processor time an interaction, %8.0f interactions/s%n", name, cpuUs, perSecond);
    }

    private void split(Side side, String part, double micros) {
        figures.put("cpu_us_%s_%s".formatted(side.name(), part), micros);
        out.printf("    %-16s %6.1f us%n", part, micros);
    }

    private BenchProcess start(Side side, String application, String brokers) throws IOException {
        Path home = folder.resolve(side.name());
        Path config = home.resolve("streams-app.yaml");
        Files.createDirectories(home);
        Files.writeString(config, """
                application-id: %s
                state-dir: %s
                standbys: 0
                session-timeout-ms: 10000
                kafka:
                  bootstrap.servers: %s
                """.formatted(application, home.resolve("state"), brokers));
        List<String> arguments = new ArrayList<>(List.of(side.guarantee()));
        arguments.addAll(side.parts());
        return BenchProcess.start(
                side.name(),
                home,
                List.of(
                        "-Xmx768m",
                        "-XX:NewRatio=1",
                        "-Dmillrace.config=" + config,
                        "-Dlogback.configurationFile=logback-part.xml"),
                StreamsSide.class.getName(),
                arguments);
    }

    private InProcessBroker broker(String name) throws InterruptedException {
        InProcessBroker broker = InProcessBroker.start(
                new BrokerSettings(folder.resolve(name).resolve("kafka"), FreePorts.one(), FreePorts.one()));
        List<TopicSpec> topics = new ArrayList<>(Topics.domain());
        SOURCES.forEach(source -> topics.addAll(Topics.of(source)));
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            TopicAdmin.ensure(admin, new LinkedHashSet<>(topics), (short) 1, TOPICS);
        }
        return broker;
    }
}
