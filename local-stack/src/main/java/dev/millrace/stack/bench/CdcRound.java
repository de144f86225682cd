package dev.millrace.stack.bench;

import dev.millrace.contract.capture.CapturedSource;
import dev.millrace.contract.capture.SourceDatabase;
import dev.millrace.contract.capture.SourceTable;
import dev.millrace.contract.topic.TopicAdmin;
import dev.millrace.contract.topic.TopicSpec;
import dev.millrace.contract.topic.Topics;
import dev.millrace.stack.embedded.BrokerSettings;
import dev.millrace.stack.embedded.EmbeddedMysql;
import dev.millrace.stack.embedded.FreePorts;
import dev.millrace.stack.embedded.KafkaBrokerMain;
import dev.millrace.stack.supervise.PortCheck;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;

/// One side, once, on a broker of its own: snapshot, backlog after a restart, then a steady rate. Counts what arrives.
final class CdcRound {
    private static final Duration START = Duration.ofMinutes(3);
    private static final Duration ARRIVAL = Duration.ofMinutes(5);
    private static final double NANOS_A_SECOND = 1e9;
    /// A new broker for each round: C1 alone keeps its compiler off the cores that the connector is measured on.
    private static final List<String> FLAGS_OF_BROKER = List.of("-Xmx1g", "-XX:TieredStopAtLevel=1");

    private static final int WARM_UP_SECONDS = 30;
    private static final int LOOK_MS = 100;

    private final CdcSide side;
    private final CdcLoad load;
    private final CdcOrders orders;
    private final EmbeddedMysql mysql;
    private final Path folder;
    private final BrokerSettings broker;
    private final ProcessCpu cpu = new ProcessCpu();

    CdcRound(CdcSide side, CdcLoad load, CdcOrders orders, EmbeddedMysql mysql, Path folder) {
        this.side = side;
        this.load = load;
        this.orders = orders;
        this.mysql = mysql;
        this.folder = folder;
        this.broker = new BrokerSettings(folder.resolve("kafka"), FreePorts.one(), FreePorts.one());
    }

    CdcFigures run() throws SQLException, IOException, InterruptedException {
        orders.restore();
        TopicSpec topic = Topics.raw(
                CapturedSource.whole(SourceDatabase.BUSINESS, CdcOrders.DATABASE, ""), SourceTable.ORDER_TAB);
        List<String> settings = List.of(broker.dataDir().toString(), "" + broker.port(), "" + broker.controllerPort());
        try (BenchProcess kafka =
                BenchProcess.start("kafka", folder, FLAGS_OF_BROKER, KafkaBrokerMain.class.getName(), settings)) {
            awaitBroker(kafka);
            createTopics();
            try (CdcReader reader = new CdcReader(broker.bootstrapServers(), topic.name(), topic.partitions())) {
                Rate snapshot = snapshot(reader);
                return followed(reader, snapshot);
            }
        }
    }

    private void awaitBroker(BenchProcess kafka) throws InterruptedException {
        long deadline = System.nanoTime() + START.toNanos();
        while (PortCheck.isFree(broker.port())) {
            if (!kafka.alive() || System.nanoTime() - deadline > 0) {
                throw new BenchException("the broker did not start: see " + kafka.log());
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_MS);
        }
    }

    private void createTopics() {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            TopicAdmin.ensure(
                    admin,
                    Topics.of(CapturedSource.whole(SourceDatabase.BUSINESS, CdcOrders.DATABASE, "")),
                    (short) 1,
                    START);
        }
    }

    private BenchProcess start() throws IOException {
        return side.start(folder, broker.bootstrapServers(), mysql.port(), mysql.capture());
    }

    private Rate snapshot(CdcReader reader) throws IOException {
        try (BenchProcess process = start()) {
            return measure("snapshot", reader, process, load.rows());
        }
    }

    /// The backlog of a stop, then the steady rate, in one process: the JVM has compiled what it needs by then.
    private CdcFigures followed(CdcReader reader, Rate snapshot)
            throws SQLException, IOException, InterruptedException {
        long already = reader.count();
        long records = orders.change(load.changes());
        try (BenchProcess process = start()) {
            Rate backlog = measure("backlog", reader, process, already + records);
            return steady(reader, process, snapshot, backlog);
        }
    }

    /// From the first new record to the `wanted`th, so that a JVM's start does not count.
    private Rate measure(String what, CdcReader reader, BenchProcess process, long wanted) {
        String label = side.label() + ", " + what;
        long before = reader.count();
        reader.await(before + 1, label, START, process::alive);
        long first = reader.count();
        long firstNanos = reader.newestNanos();
        long firstCpu = cpuMicros(process);
        reader.await(wanted, label, ARRIVAL, process::alive);
        return new Rate(
                (wanted - first) / ((reader.newestNanos() - firstNanos) / NANOS_A_SECOND),
                (cpuMicros(process) - firstCpu) / (double) (wanted - first));
    }

    private CdcFigures steady(CdcReader reader, BenchProcess process, Rate snapshot, Rate backlog)
            throws InterruptedException {
        CdcLatency latency = new CdcLatency(orders, load.rate(), WARM_UP_SECONDS, load.seconds());
        long already = reader.count();
        reader.listen(latency::see);
        long[] cpuAfterWarmUp = new long[1];
        latency.run(() -> cpuAfterWarmUp[0] = cpuMicros(process));
        reader.await(already + latency.changes(), side.label() + ", steady rate", ARRIVAL, process::alive);
        double cpuUs = (cpuMicros(process) - cpuAfterWarmUp[0]) / (double) (load.rate() * load.seconds());
        if (reader.count() != already + latency.changes()) {
            throw new BenchException("%s published %d records for %d changes"
                    .formatted(side.label(), reader.count() - already, latency.changes()));
        }
        Percentiles ms = latency.milliseconds();
        return new CdcFigures(
                snapshot.perSecond(),
                snapshot.cpuUs(),
                backlog.perSecond(),
                backlog.cpuUs(),
                ms.at(50),
                ms.at(99),
                cpuUs);
    }

    private long cpuMicros(BenchProcess process) {
        return Objects.requireNonNull(
                cpu.micros(Map.of("it", process.process().pid())).getOrDefault("it", 0L));
    }

    private record Rate(double perSecond, double cpuUs) {}
}
