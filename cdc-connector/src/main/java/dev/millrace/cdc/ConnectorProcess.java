package dev.millrace.cdc;

import dev.millrace.cdc.admin.SnapshotTicket;
import dev.millrace.cdc.capture.EngineEnd;
import dev.millrace.cdc.capture.TableSnapshot;
import dev.millrace.cdc.config.CdcConfig;
import dev.millrace.cdc.health.CdcMetrics;
import dev.millrace.cdc.health.DatabaseHealth;
import dev.millrace.cdc.health.HealthServer;
import dev.millrace.cdc.health.SnapshotLog;
import dev.millrace.cdc.publish.CdcTopics;
import dev.millrace.cdc.publish.SinkOptions;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// All connectors of one process with their health endpoint.
public final class ConnectorProcess implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ConnectorProcess.class);
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(6);

    private final CdcConfig config;
    private final List<DatabaseHealth> healths;
    private final HealthServer server;
    private final SnapshotLog snapshotLog;
    private final List<Connector> connectors = new CopyOnWriteArrayList<>();
    private final CompletableFuture<EngineEnd> end = new CompletableFuture<>();
    private final AtomicBoolean stopping = new AtomicBoolean();

    /// Serves `/ready` from here on; nothing is captured yet.
    public ConnectorProcess(CdcConfig config) {
        this.config = config;
        CdcMetrics metrics = new CdcMetrics();
        this.healths = config.databases().stream()
                .map(database -> new DatabaseHealth(database.role(), metrics, Clock.systemUTC()))
                .toList();
        this.server = new HealthServer(config.server(), metrics, healths, this::snapshot);
        this.snapshotLog = new SnapshotLog(healths);
    }

    /// Captures until stopped; returns the exit code.
    ///
    /// @throws CdcException when a database or Kafka cannot be used
    public int run() {
        CdcTopics.ensure(config);
        for (int i = 0; i < healths.size() && !stopping.get(); i++) {
            Connector connector =
                    Connector.start(config, config.databases().get(i), healths.get(i), SinkOptions.NORMAL);
            connectors.add(connector);
            var _ = connector.end().thenAccept(end::complete);
        }
        EngineEnd first = end.join();
        if (stopping.get()) {
            return 0;
        }
        log.atError()
                .setCause(first.cause() instanceof CdcException ? null : first.cause())
                .addKeyValue("engine", first.engine())
                .addKeyValue("reason", first.message())
                .log("engine stopped, so the process ends");
        return 1;
    }

    private SnapshotTicket snapshot(String database, String table) {
        List<Connector> having = connectors.stream()
                .filter(connector -> database.isEmpty()
                        ? TableSnapshot.find(connector.database(), table).isPresent()
                        : connector.database().role().prefix().equals(database))
                .toList();
        if (having.size() != 1) {
            throw new CdcException(
                    having.isEmpty()
                            ? "no database that is followed "
                                    + (database.isEmpty() ? "has table " + table : "is " + database)
                            : "several databases have a table " + table + ": name one");
        }
        return having.getFirst().snapshot(table);
    }

    /// Stops all engines at once, within a few seconds. Idempotent.
    @Override
    public void close() {
        if (!stopping.compareAndSet(false, true)) {
            return;
        }
        List<Thread> stops = connectors.stream()
                .map(connector -> Thread.ofPlatform().daemon().start(connector::close))
                .toList();
        try {
            for (Thread stop : stops) {
                stop.join(STOP_PATIENCE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        snapshotLog.close();
        server.close();
    }
}
