package dev.millrace.cdc;

import dev.millrace.cdc.admin.SnapshotTicket;
import dev.millrace.cdc.capture.EngineEnd;
import dev.millrace.cdc.capture.SourceConnection;
import dev.millrace.cdc.capture.TableSnapshot;
import dev.millrace.cdc.config.CdcConfig;
import dev.millrace.cdc.config.DatabaseConfig;
import dev.millrace.cdc.health.CdcMetrics;
import dev.millrace.cdc.health.DatabaseHealth;
import dev.millrace.cdc.health.HealthServer;
import dev.millrace.cdc.health.SnapshotLog;
import dev.millrace.cdc.publish.CdcTopics;
import dev.millrace.cdc.publish.SinkOptions;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
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
                .map(database -> new DatabaseHealth(database.source().name(), metrics, Clock.systemUTC()))
                .toList();
        this.server = new HealthServer(config.server(), metrics, healths, this::snapshot);
        this.snapshotLog = new SnapshotLog(healths);
    }

    /// Captures until stopped; returns the exit code.
    ///
    /// @throws CdcException when a database or Kafka cannot be used
    public int run() {
        healths.forEach(health -> health.waitsFor("Kafka at " + config.kafka().get("bootstrap.servers")));
        CdcTopics.ensure(config);
        for (int i = 0; i < healths.size() && !stopping.get(); i++) {
            DatabaseConfig database = config.databases().get(i);
            DatabaseHealth health = healths.get(i);
            Connector first = open(database, health);
            Thread.ofVirtual().name("keep-" + database.engineName()).start(() -> keep(database, health, first));
        }
        EngineEnd first;
        try {
            first = end.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
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

    private Connector open(DatabaseConfig database, DatabaseHealth health) {
        Connector connector = Connector.start(config, database, health, SinkOptions.NORMAL);
        connectors.add(connector);
        return connector;
    }

    /// A source that goes away is waited for without end and opened anew; the other databases go on meanwhile.
    private void keep(DatabaseConfig database, DatabaseHealth health, Connector first) {
        try {
            Connector connector = first;
            EngineEnd ended = connector.end().join();
            while (ended.isConnectionLost() && !stopping.get()) {
                log.atWarn()
                        .addKeyValue("database", database.name())
                        .addKeyValue("reason", ended.message())
                        .log("the connection to the database is lost, waiting for it");
                connectors.remove(connector);
                connector.close();
                awaitAgain(database, health);
                if (!stopping.get()) {
                    connector = open(database, health);
                    ended = connector.end().join();
                }
            }
            end.complete(ended);
        } catch (RuntimeException | Error e) {
            end.completeExceptionally(e);
        }
    }

    private void awaitAgain(DatabaseConfig database, DatabaseHealth health) {
        health.waitsFor("the database at %s:%d".formatted(database.host(), database.port()));
        while (!stopping.get()) {
            try {
                SourceConnection.await(database, config.capture().startTimeout())
                        .close();
                return;
            } catch (CdcException | SQLException e) {
                log.atWarn()
                        .addKeyValue("database", database.name())
                        .addKeyValue("reason", e.getMessage())
                        .log("the database is still away");
            }
        }
    }

    private SnapshotTicket snapshot(String database, String table) {
        List<Connector> having = connectors.stream()
                .filter(connector -> database.isEmpty()
                        ? TableSnapshot.find(connector.database(), table).isPresent()
                        : connector.database().source().name().equals(database))
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
