package dev.millrace.cdc.health;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Says in the log every few seconds how far running snapshots are, and once when one has ended.
public final class SnapshotLog implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(SnapshotLog.class);
    private static final Duration PERIOD = Duration.ofSeconds(5);

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("snapshot-log").factory());

    /// Begins to look.
    public SnapshotLog(List<DatabaseHealth> databases) {
        for (DatabaseHealth database : databases) {
            Line line = new Line(database);
            var _ = timer.scheduleWithFixedDelay(
                    line::tell, PERIOD.toMillis(), PERIOD.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }

    private static final class Line {
        private final DatabaseHealth database;
        private boolean wasRunning;

        Line(DatabaseHealth database) {
            this.database = database;
        }

        private void tell() {
            SnapshotReport report = database.snapshot();
            if (report.running() || wasRunning) {
                log.atInfo()
                        .addKeyValue("database", database.database())
                        .addKeyValue("tables", (report.tables() - report.tablesLeft()) + " of " + report.tables())
                        .addKeyValue("rows", report.rows())
                        .addKeyValue("expected", "about " + report.rowsExpected())
                        .addKeyValue("percent", report.percent())
                        .addKeyValue(
                                "left",
                                report.remaining().map(Duration::toString).orElse("unknown"))
                        .log(report.running() ? "snapshot runs" : "snapshot ended");
            }
            wasRunning = report.running();
        }
    }
}
