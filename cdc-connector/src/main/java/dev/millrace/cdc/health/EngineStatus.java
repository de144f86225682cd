package dev.millrace.cdc.health;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/// What Debezium itself says of an engine, read from its JMX beans.
public final class EngineStatus {
    private static final String SNAPSHOT = "snapshot";
    private static final String STREAMING = "streaming";

    private final String server;

    /// @param source its name, which is the prefix of its topics
    public EngineStatus(String source) {
        this.server = source;
    }

    /// What keeps the engine from following the binlog; empty when nothing does, a snapshot of a table that runs beside
    /// it either.
    ///
    /// @param rows that a snapshot has brought, by table
    public Optional<String> missing(Map<String, Long> rows) {
        if (attribute(SNAPSHOT, "SnapshotRunning").isEmpty()) {
            return Optional.of("starting");
        }
        if (isConnected()) {
            return Optional.empty();
        }
        SnapshotReport snapshot = snapshot(rows, 0);
        if (snapshot.running()) {
            return Optional.of("snapshot %d of %d tables, %d rows"
                    .formatted(snapshot.tables() - snapshot.tablesLeft(), snapshot.tables(), snapshot.rows()));
        }
        return Optional.of("no connection to the binlog");
    }

    private boolean isConnected() {
        return attribute(STREAMING, "Connected").equals(Optional.of(true));
    }

    /// How far the snapshot is; nothing runs before the engine has started.
    ///
    /// @param rows that it has brought, by table
    /// @param rowsExpected the server's estimate
    public SnapshotReport snapshot(Map<String, Long> rows, long rowsExpected) {
        boolean running =
                !isConnected() && attribute(SNAPSHOT, "SnapshotRunning").equals(Optional.of(true));
        return new SnapshotReport(
                running,
                !running,
                (int) number(SNAPSHOT, "TotalTableCount"),
                (int) number(SNAPSHOT, "RemainingTableCount"),
                rows,
                rowsExpected,
                Duration.ofSeconds(number(SNAPSHOT, "SnapshotDurationInSeconds")));
    }

    /// Changes that wait between the binlog reader and the sink, as a share of the room for them, 0..1.
    public double queueUsed() {
        String context = snapshot(Map.of(), 0).running() ? SNAPSHOT : STREAMING;
        long capacity = number(context, "QueueTotalCapacity");
        return capacity == 0 ? 0 : 1 - number(context, "QueueRemainingCapacity") / (double) capacity;
    }

    private long number(String context, String attribute) {
        return attribute(context, attribute)
                .map(Number.class::cast)
                .map(Number::longValue)
                .orElse(0L);
    }

    private Optional<Object> attribute(String context, String attribute) {
        try {
            // The domain is debezium.mysql or debezium.mariadb; a process has one of them.
            var beans = new ObjectName("debezium.*:type=connector-metrics,context=" + context + ",server=" + server);
            MBeanServer registry = ManagementFactory.getPlatformMBeanServer();
            for (ObjectName bean : registry.queryNames(beans, null)) {
                return Optional.ofNullable(registry.getAttribute(bean, attribute));
            }
            return Optional.empty();
        } catch (InstanceNotFoundException e) {
            return Optional.empty();
        } catch (JMException e) {
            throw new IllegalStateException("Debezium's bean has no attribute " + attribute, e);
        }
    }
}
