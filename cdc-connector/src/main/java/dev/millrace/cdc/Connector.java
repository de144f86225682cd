package dev.millrace.cdc;

import dev.millrace.cdc.capture.CaptureEngine;
import dev.millrace.cdc.capture.EngineEnd;
import dev.millrace.cdc.capture.Finding;
import dev.millrace.cdc.capture.SelfCheck;
import dev.millrace.cdc.capture.SourceConnection;
import dev.millrace.cdc.capture.SourceTables;
import dev.millrace.cdc.capture.SourceZone;
import dev.millrace.cdc.config.CdcConfig;
import dev.millrace.cdc.config.DatabaseConfig;
import dev.millrace.cdc.health.DatabaseHealth;
import dev.millrace.cdc.health.HeartbeatWriter;
import dev.millrace.cdc.privacy.Redaction;
import dev.millrace.cdc.publish.Changes;
import dev.millrace.cdc.publish.RawRecords;
import dev.millrace.cdc.publish.SinkOptions;
import dev.millrace.cdc.publish.TransactionalSink;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Everything that follows one source database: heartbeat row, engine and sink.
public final class Connector implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Connector.class);

    private final HeartbeatWriter heartbeat;
    private final CaptureEngine engine;

    private Connector(HeartbeatWriter heartbeat, CaptureEngine engine) {
        this.heartbeat = heartbeat;
        this.engine = engine;
    }

    /// Prepares the database, opens the sink and starts reading.
    ///
    /// @throws CdcException when the database or Kafka cannot be used
    public static Connector start(
            CdcConfig config, DatabaseConfig database, DatabaseHealth health, SinkOptions options) {
        ZoneId zone = prepare(config, database, health);
        Clock clock = Clock.systemUTC();
        TransactionalSink sink = new TransactionalSink(
                config.kafka(),
                database.engineName(),
                database.role(),
                new Changes(database.role(), database.name(), database.tablePrefix()),
                new RawRecords(new Redaction(redactionKey(database)), clock),
                health,
                options,
                clock);
        Connector connector =
                new Connector(new HeartbeatWriter(database, health), new CaptureEngine(config, database, zone, sink));
        log.atInfo()
                .addKeyValue("database", database.name())
                .addKeyValue("timeZone", zone)
                .addKeyValue("resumes", sink.resumes())
                .log("capture starts");
        connector.engine.start();
        connector.heartbeat.start();
        return connector;
    }

    private static String redactionKey(DatabaseConfig database) {
        String key = database.userIdKey().value();
        return key.isEmpty() ? "no logins in this database" : key;
    }

    private static ZoneId prepare(CdcConfig config, DatabaseConfig database, DatabaseHealth health) {
        try (Connection connection =
                SourceConnection.await(database, config.capture().startTimeout())) {
            HeartbeatWriter.prepare(connection, database);
            check(connection, config, database);
            health.expectRows(SourceTables.estimatedRows(connection, database));
            List<String> missing = SourceTables.missing(connection, database);
            if (!missing.isEmpty()) {
                log.atWarn()
                        .addKeyValue("database", database.name())
                        .addKeyValue("missing", String.join(", ", missing))
                        .log("the database lacks captured tables or columns, going on without them");
            }
            return database.timeZone().isPresent() ? database.timeZone().get() : SourceZone.ask(connection);
        } catch (SQLException e) {
            throw new CdcException(
                    "cannot look at the %s database %s: %s"
                            .formatted(database.role().prefix(), database.name(), e.getMessage()),
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
                    .formatted(database.role().prefix(), database.name(), database.host(), database.port(), fatal));
        }
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
