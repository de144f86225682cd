package dev.millrace.cdc.health;

import dev.millrace.cdc.capture.SourceConnection;
import dev.millrace.cdc.config.DatabaseConfig;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Moves the heartbeat row of a source database, so that its binlog says how late it is even when the shop is quiet.
///
/// One thread and one connection. A lost connection is opened again after 0.5 s, 1 s, … 10 s; a missing right is asked
/// again every minute.
public final class HeartbeatWriter implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(HeartbeatWriter.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);
    private static final Duration PAUSE_WITHOUT_RIGHT = Duration.ofMinutes(1);
    /// A connection that is cut without a word is given up after it.
    private static final Duration ANSWER_PATIENCE = Duration.ofSeconds(10);

    private static final Duration STOP_PATIENCE = Duration.ofSeconds(1);

    private static final String CREATE_TABLE =
            "CREATE TABLE IF NOT EXISTS millrace_heartbeat (id INT PRIMARY KEY, beat BIGINT NOT NULL)";
    private static final String CREATE_ROW = "INSERT IGNORE INTO millrace_heartbeat (id, beat) VALUES (1, 0)";
    private static final String BEAT = "UPDATE millrace_heartbeat SET beat = beat + 1 WHERE id = 1";

    /// MySQL's error numbers for a denied database, table or column and for a missing table.
    private static final Set<Integer> NO_RIGHT = Set.of(1044, 1045, 1142, 1143, 1290);

    private static final int NO_TABLE = 1146;

    private final DatabaseConfig database;
    private final DatabaseHealth health;
    private final CountDownLatch stop = new CountDownLatch(1);
    private final Thread thread;

    public HeartbeatWriter(DatabaseConfig database, DatabaseHealth health) {
        this.database = database;
        this.health = health;
        this.thread = Thread.ofPlatform()
                .daemon()
                .name("heartbeat-" + database.source().name())
                .unstarted(this::run);
    }

    /// Makes table and row if they are absent and this account may, so that a snapshot that follows knows the table.
    public static void prepare(Connection connection, DatabaseConfig database) {
        try (Statement statement = connection.createStatement()) {
            statement.execute(CREATE_TABLE);
            statement.execute(CREATE_ROW);
        } catch (SQLException e) {
            log.atDebug()
                    .addKeyValue("database", database.name())
                    .addKeyValue("error", SourceConnection.reason(e))
                    .log("heartbeat table not created");
        }
    }

    /// Begins to beat.
    public void start() {
        thread.start();
    }

    private void run() {
        Duration pause = FIRST_PAUSE;
        while (stop.getCount() > 0) {
            try (Connection connection = SourceConnection.open(database);
                    Statement statement = connection.createStatement()) {
                connection.setNetworkTimeout(Runnable::run, (int) ANSWER_PATIENCE.toMillis());
                prepare(connection, database);
                while (stop.getCount() > 0) {
                    beat(statement);
                    pause = FIRST_PAUSE;
                    await(database.heartbeatInterval());
                }
            } catch (SQLException e) {
                pause = afterFailure(e, pause);
            }
        }
    }

    private void beat(Statement statement) throws SQLException {
        if (statement.executeUpdate(BEAT) == 0) {
            statement.execute(CREATE_ROW);
        }
        health.heartbeatPossible(true);
    }

    /// Waits; returns the next pause.
    private Duration afterFailure(SQLException error, Duration pause) {
        if (stop.getCount() == 0) {
            return pause;
        }
        boolean hopeless = NO_RIGHT.contains(error.getErrorCode()) || error.getErrorCode() == NO_TABLE;
        if (hopeless) {
            health.heartbeatPossible(false);
        }
        Duration next = hopeless ? PAUSE_WITHOUT_RIGHT : pause;
        log.atWarn()
                .addKeyValue("database", database.name())
                .addKeyValue("error", SourceConnection.reason(error))
                .addKeyValue("retryMs", next.toMillis())
                .log(
                        hopeless
                                ? "heartbeat row cannot be written, freshness of this database is unknown: create"
                                        + " millrace_heartbeat and grant INSERT and UPDATE on it"
                                : "heartbeat failed, connecting again");
        await(next);
        Duration doubled = pause.multipliedBy(2);
        return doubled.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : doubled;
    }

    private void await(Duration pause) {
        try {
            var _ = stop.await(pause.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            stop.countDown();
        }
    }

    @Override
    public void close() {
        stop.countDown();
        try {
            thread.join(STOP_PATIENCE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
