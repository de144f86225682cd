package dev.millrace.cdc.health;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
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
            tellOf(new Line(database, "all tables", database::snapshot));
            tellOf(new Line(database, "one table", database::tableSnapshot));
        }
    }

    private void tellOf(Line line) {
        var _ = timer.scheduleWithFixedDelay(line::tell, PERIOD.toMillis(), PERIOD.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }

    private static final class Line {
        private final DatabaseHealth database;
        private final String of;
        private final Supplier<SnapshotReport> snapshot;
        private SnapshotReport told = SnapshotReport.NONE;

        Line(DatabaseHealth database, String of, Supplier<SnapshotReport> snapshot) {
            this.database = database;
            this.of = of;
            this.snapshot = snapshot;
        }

        private void tell() {
            SnapshotReport report = snapshot.get();
            boolean news = report.running() || (report.tables() > 0 && !report.equals(told));
            told = report;
            if (news) {
                log.atInfo()
                        .addKeyValue("database", database.database())
                        .addKeyValue("of", of)
                        .addKeyValue("tables", (report.tables() - report.tablesLeft()) + " of " + report.tables())
                        .addKeyValue("rows", report.rows())
                        .addKeyValue("expected", "about " + report.rowsExpected())
                        .addKeyValue(
                                "percent", report.percent().map(String::valueOf).orElse("unknown"))
                        .addKeyValue(
                                "left",
                                report.remaining().map(Duration::toString).orElse("unknown"))
                        .log(report.running() ? "snapshot runs" : "snapshot ended");
            }
        }
    }
}
