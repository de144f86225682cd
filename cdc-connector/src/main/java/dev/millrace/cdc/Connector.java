package dev.millrace.cdc;

import dev.millrace.cdc.admin.SnapshotTicket;
import dev.millrace.cdc.capture.CaptureEngine;
import dev.millrace.cdc.capture.EngineEnd;
import dev.millrace.cdc.capture.EngineFlavour;
import dev.millrace.cdc.capture.Finding;
import dev.millrace.cdc.capture.LostBinlog;
import dev.millrace.cdc.capture.SelfCheck;
import dev.millrace.cdc.capture.ServerFacts;
import dev.millrace.cdc.capture.SignalTable;
import dev.millrace.cdc.capture.SourceConnection;
import dev.millrace.cdc.capture.SourceTables;
import dev.millrace.cdc.capture.TableSnapshot;
import dev.millrace.cdc.capture.TableSnapshotAgain;
import dev.millrace.cdc.capture.WholeTables;
import dev.millrace.cdc.config.CdcConfig;
import dev.millrace.cdc.config.DatabaseConfig;
import dev.millrace.cdc.config.OnLostBinlog;
import dev.millrace.cdc.drift.TableShape;
import dev.millrace.cdc.health.DatabaseHealth;
import dev.millrace.cdc.health.HeartbeatWriter;
import dev.millrace.cdc.privacy.Redaction;
import dev.millrace.cdc.publish.Changes;
import dev.millrace.cdc.publish.ImpliedDeletes;
import dev.millrace.cdc.publish.InterruptedReading;
import dev.millrace.cdc.publish.RawRecords;
import dev.millrace.cdc.publish.SinkOptions;
import dev.millrace.cdc.publish.StoredOffset;
import dev.millrace.cdc.publish.TransactionalSink;
import dev.millrace.contract.capture.SourceTable;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Everything that follows one source database: heartbeat row, engine and sink.
public final class Connector implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Connector.class);

    private final DatabaseConfig database;
    private final DatabaseHealth health;
    private final ServerFacts server;
    private final HeartbeatWriter heartbeat;
    private final CaptureEngine engine;

    private Connector(DatabaseConfig database, DatabaseHealth health, ServerFacts server, CaptureEngine engine) {
        this.database = database;
        this.health = health;
        this.server = server;
        this.heartbeat = new HeartbeatWriter(database, health);
        this.engine = engine;
    }

    /// Prepares the database, opens the sink and starts reading.
    ///
    /// @throws CdcException when the database or Kafka cannot be used
    public static Connector start(
            CdcConfig config, DatabaseConfig database, DatabaseHealth health, SinkOptions options) {
        health.waitsFor("the database at %s:%d".formatted(database.host(), database.port()));
        ServerFacts server = prepare(config, database, health);
        health.waitsFor("Kafka at " + config.kafka().get("bootstrap.servers"));
        Clock clock = Clock.systemUTC();
        Changes changes = new Changes(database.source());
        TransactionalSink sink = new TransactionalSink(
                config.kafka(),
                database.engineName(),
                database.source(),
                database.sites(),
                changes,
                new RawRecords(new Redaction(redactionKey(database), database.userId()), clock),
                new ImpliedDeletes(
                        config.kafka(),
                        database.engineName(),
                        changes,
                        () -> WholeTables.of(config.capture(), database),
                        config.capture().maxBatchSize(),
                        clock),
                health,
                options,
                clock);
        try {
            recover(config.capture().onLostBinlog(), database, health, sink);
        } catch (RuntimeException e) {
            sink.close();
            throw e;
        }
        sink.onInterruptedReading(reading -> askAgain(database, server, health, reading));
        CaptureEngine engine = new CaptureEngine(config, database, server, sink, health::tableScanned);
        Connector connector = new Connector(database, health, server, engine);
        log.atInfo()
                .addKeyValue("source", database.source().name())
                .addKeyValue("database", database.name())
                .addKeyValue("timeZone", server.zone())
                .addKeyValue(
                        "resumesAt",
                        sink.resumesAt().map(StoredOffset::toString).orElse("a snapshot"))
                .log("capture starts");
        health.waitsFor(null);
        connector.engine.start();
        connector.heartbeat.start();
        return connector;
    }

    /// A binlog that was purged beyond the stored place is told before anything is done about it.
    private static void recover(
            OnLostBinlog choice, DatabaseConfig database, DatabaseHealth health, TransactionalSink sink) {
        Optional<StoredOffset> place = sink.resumesAt();
        Optional<String> lost = place.flatMap(stored -> lost(database, stored));
        if (lost.isEmpty()) {
            return;
        }
        health.binlogLost(lost.get());
        if (choice == OnLostBinlog.STOP) {
            throw new CdcException("the binlog of the %s database %s at %s:%d is lost: %s. Stored is %s. Nothing was"
                            .formatted(
                                    database.role().prefix(),
                                    database.name(),
                                    database.host(),
                                    database.port(),
                                    lost.get(),
                                    place.get())
                    + " published. Bring the purged files back, or set capture.on-lost-binlog to snapshot: all tables"
                    + " are then read anew, and rows that are gone are published as deletes, those of a purge job too");
        }
        log.atError()
                .addKeyValue("database", database.name())
                .addKeyValue("lost", lost.get())
                .addKeyValue("stored", place.get())
                .log("the binlog is lost: reading all tables anew, rows that are gone will be published as deletes");
        sink.beginAnew();
    }

    private static void askAgain(
            DatabaseConfig database, ServerFacts server, DatabaseHealth health, InterruptedReading reading) {
        String table = reading.tables().getFirst().name();
        health.tableAskedAgain(TableSnapshotAgain.first(reading.id()), table);
        if (!server.gtids()) {
            health.tableScanned(table, "it was cut off and cannot go on: gtid_mode is not ON any more");
            return;
        }
        try {
            TableSnapshotAgain.request(database, reading);
            log.atInfo()
                    .addKeyValue("database", database.name())
                    .addKeyValue("table", table)
                    .addKeyValue("behind", reading.lastKey())
                    .log("the reading of a table was cut off, it goes on");
        } catch (SQLException e) {
            if (EngineEnd.isConnectionLost(e)) {
                // No CdcException: the process opens a source anew whose connection is lost.
                throw new IllegalStateException("the database is away: " + SourceConnection.reason(e), e);
            }
            health.tableScanned(table, "it was cut off and cannot go on (%s)".formatted(SourceConnection.reason(e)));
        }
    }

    private static Optional<String> lost(DatabaseConfig database, StoredOffset place) {
        try (Connection connection = SourceConnection.open(database)) {
            return LostBinlog.find(connection, place);
        } catch (SQLException e) {
            throw new CdcException(
                    "cannot ask the %s database %s for its binlog: %s"
                            .formatted(database.role().prefix(), database.name(), SourceConnection.reason(e)),
                    e);
        }
    }

    private static String redactionKey(DatabaseConfig database) {
        String key = database.userIdKey().value();
        return key.isEmpty() ? "no logins in this database" : key;
    }

    private static ServerFacts prepare(CdcConfig config, DatabaseConfig database, DatabaseHealth health) {
        EngineFlavour.require(database);
        try (Connection connection =
                SourceConnection.await(database, config.capture().startTimeout())) {
            HeartbeatWriter.prepare(connection, database);
            SignalTable.prepare(connection, database);
            check(connection, config, database);
            health.expectRows(SourceTables.estimatedRows(connection, database));
            Map<SourceTable, TableShape> shapes = SourceTables.shapes(connection, database);
            List<String> missing = SourceTables.missing(database, shapes);
            health.lacks(missing);
            if (!missing.isEmpty()) {
                log.atWarn()
                        .addKeyValue("database", database.name())
                        .addKeyValue("missing", String.join(", ", missing))
                        .log("the database lacks captured tables or columns, going on without them");
            }
            shapes.forEach(health.contract()::look);
            return ServerFacts.ask(connection, database);
        } catch (SQLException e) {
            throw new CdcException(
                    "cannot look at the %s database %s: %s"
                            .formatted(database.source().name(), database.name(), e.getMessage()),
                    e);
        }
    }

    /// Says everything that is wrong at once, so that a set-up takes one round and not five.
    private static void check(Connection connection, CdcConfig config, DatabaseConfig database) throws SQLException {
        List<Finding> findings =
                SelfCheck.run(connection, database, config.capture().snapshotLockingMode(), Clock.systemUTC());
        for (Finding finding : findings) {
            if (!finding.fatal()) {
                log.atWarn()
                        .addKeyValue("database", database.name())
                        .addKeyValue("remedy", finding.remedy())
                        .log(finding.what());
            }
        }
        String fatal = findings.stream()
                .filter(Finding::fatal)
                .map(finding -> "\n  - " + finding)
                .collect(Collectors.joining());
        if (!fatal.isEmpty()) {
            throw new CdcException("the %s database %s at %s:%d cannot be captured:%s"
                    .formatted(database.source().name(), database.name(), database.host(), database.port(), fatal));
        }
    }

    /// Begins to read one table while the binlog is followed; returns at once.
    ///
    /// @param name with or without Matomo's prefix
    /// @throws CdcException when that cannot be done now
    public SnapshotTicket snapshot(String name) {
        SourceTable table = TableSnapshot.table(database, name);
        String real = TableSnapshot.realName(database, table);
        requireReadiness();
        SnapshotTicket ticket = new SnapshotTicket(
                UUID.randomUUID().toString(), database.source().name(), real);
        try (Connection connection = SourceConnection.open(database)) {
            long rows = TableSnapshot.estimatedRows(connection, database, table);
            if (!health.tableRequested(ticket.id(), real, rows)) {
                throw new CdcException("a table of " + database.name() + " is being read already, see /status: ask"
                        + " again when it has ended");
            }
            request(connection, table, ticket);
        } catch (SQLException e) {
            throw new CdcException(
                    "cannot look at " + database.name() + ": " + SourceConnection.reason(e) + "; ask again", e);
        }
        return ticket;
    }

    private void request(Connection connection, SourceTable table, SnapshotTicket ticket) {
        try {
            TableSnapshot.request(connection, database, table, ticket.id());
        } catch (CdcException e) {
            health.tableNotRequested();
            throw e;
        }
        log.atInfo()
                .addKeyValue("database", database.name())
                .addKeyValue("table", ticket.table())
                .log("a table is read again");
    }

    private void requireReadiness() {
        if (!server.gtids()) {
            throw new CdcException("gtid_mode was not ON when the connector started: without it no table can be read"
                    + " while the binlog is followed; turn gtid_mode and enforce_gtid_consistency on, then restart the"
                    + " connector");
        }
        health.missing().ifPresent(missing -> {
            throw new CdcException("the database is not followed now (" + missing + "): ask again when /ready says so");
        });
    }

    /// Which database it follows.
    public DatabaseConfig database() {
        return database;
    }

    /// Completes when the engine has stopped, for whatever reason.
    public CompletableFuture<EngineEnd> end() {
        return engine.end();
    }

    @Override
    public void close() {
        heartbeat.close();
        engine.close();
    }
}
