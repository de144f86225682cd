package dev.millrace.stack.load;

import dev.millrace.stack.load.sql.DatabaseAccess;
import dev.millrace.stack.load.sql.IdRanges;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/// Writes plans into the databases, a chunk and its progress in one transaction: a run that was killed goes on where it
/// stopped, and a second run adds nothing.
public final class Loader implements AutoCloseable {
    /// Units in one transaction.
    static final int CHUNK = 1_000;

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Map<Target, Connection> connections = new EnumMap<>(Target.class);
    private final int chunk;

    /// Connects to the databases and prepares them.
    public Loader(Map<Target, DatabaseAccess> databases, String matomoPrefix) throws SQLException {
        this(databases, matomoPrefix, CHUNK);
    }

    Loader(Map<Target, DatabaseAccess> databases, String matomoPrefix, int chunk) throws SQLException {
        this.chunk = chunk;
        try {
            for (var database : databases.entrySet()) {
                prepare(database.getKey(), database.getValue());
            }
            IdRanges.reserveShop(connection(Target.BUSINESS));
            IdRanges.reserveMatomo(connection(Target.MATOMO), matomoPrefix);
        } catch (SQLException e) {
            close();
            throw e;
        }
    }

    private void prepare(Target target, DatabaseAccess access) throws SQLException {
        Connection connection = access.connect(PATIENCE);
        connections.put(target, connection);
        Bookkeeping.createTables(connection);
    }

    /// Writes what of `plan` is not there yet.
    public LoadReport run(LoadPlan plan) throws SQLException {
        for (LoadStep step : plan.steps()) {
            if (progress(step) == 0 && step.units() > 0) {
                step.check(connection(step.target()));
            }
        }
        List<LoadReport.Line> lines = new ArrayList<>();
        for (LoadStep step : plan.steps()) {
            lines.add(run(step));
        }
        return new LoadReport(plan, lines);
    }

    private LoadReport.Line run(LoadStep step) throws SQLException {
        int before = Math.min(progress(step), step.units());
        long started = System.nanoTime();
        try (ProgressBar bar = new ProgressBarBuilder()
                .setTaskName(step.name())
                .setInitialMax(step.units())
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(1_000)
                .setConsumer(new ConsoleProgressBarConsumer(System.err))
                .build()) {
            int done = before;
            bar.stepTo(done);
            while (done < step.units()) {
                done = writeChunk(step);
                bar.stepTo(done);
            }
        }
        Duration took = Duration.ofNanos(System.nanoTime() - started);
        return new LoadReport.Line(step.table(), step.units(), before, step.units() - before, took);
    }

    /// One transaction; gives the units done after it. The locked progress row is the truth, so two loaders at the same
    /// time do no harm.
    private int writeChunk(LoadStep step) throws SQLException {
        Connection connection = connection(step.target());
        connection.setAutoCommit(false);
        try {
            int from = Bookkeeping.lockProgress(connection, step.name());
            int to = Math.min(from + chunk, step.units());
            if (from < to) {
                step.write(connection, from, to);
                Bookkeeping.saveProgress(connection, step.name(), to);
            }
            connection.commit();
            connection.setAutoCommit(true);
            return Math.max(from, to);
        } catch (SQLException | RuntimeException e) {
            undo(connection, e);
            throw e;
        }
    }

    private static void undo(Connection connection, Exception cause) {
        try {
            connection.rollback();
            connection.setAutoCommit(true);
        } catch (SQLException e) {
            cause.addSuppressed(e);
        }
    }

    private int progress(LoadStep step) throws SQLException {
        return Bookkeeping.lockProgress(connection(step.target()), step.name());
    }

    private Connection connection(Target target) {
        Connection connection = connections.get(target);
        if (connection == null) {
            throw new IllegalStateException("no connection for " + target);
        }
        return connection;
    }

    @Override
    public void close() throws SQLException {
        for (Connection connection : connections.values()) {
            connection.close();
        }
    }
}
