package dev.millrace.stack.simulator;

import dev.millrace.stack.load.sql.DatabaseAccess;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes the changes of one database, in order, over one connection that is made anew whenever it breaks.
///
/// A change is a transaction of its own unless changes wait: then a few share one, as statements of a busy shop's many
/// connections share one write of the log.
final class WriterLoop<C extends Change> implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(WriterLoop.class);
    private static final int WAITING = 2_000;
    private static final int TOGETHER = 8;
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final long FIRST_PAUSE_MS = 100;
    private static final long LONGEST_PAUSE_MS = 5_000;
    private static final long IDLE_MS = 200;

    private final String name;
    private final DatabaseAccess database;
    private final ChangeWriter<C> writer;
    private final SimulatorMetrics metrics;
    private final BlockingQueue<C> queue = new ArrayBlockingQueue<>(WAITING);
    private volatile boolean connected;

    WriterLoop(String name, DatabaseAccess database, ChangeWriter<C> writer, SimulatorMetrics metrics) {
        this.name = name;
        this.database = database;
        this.writer = writer;
        this.metrics = metrics;
    }

    /// Hands over a change; waits up to a second for room, then gives the change up.
    void put(C change) throws InterruptedException {
        if (!queue.offer(change, 1, TimeUnit.SECONDS)) {
            metrics.dropped("queue-full");
        }
    }

    /// Hands over a change if there is room.
    void offer(C change) {
        if (!queue.offer(change)) {
            metrics.dropped("queue-full");
        }
    }

    boolean isConnected() {
        return connected;
    }

    @Override
    public void run() {
        List<C> batch = new ArrayList<>();
        long pauseMs = FIRST_PAUSE_MS;
        while (!Thread.currentThread().isInterrupted()) {
            try (Connection connection = database.connect(PATIENCE)) {
                connection.setAutoCommit(false);
                writer.connected(connection);
                connected = true;
                pauseMs = FIRST_PAUSE_MS;
                writeUntilBroken(connection, batch);
            } catch (SQLException e) {
                LOG.atWarn()
                        .addKeyValue("database", name)
                        .addKeyValue("error", e.getMessage())
                        .log("writing failed");
                if (!isPassing(e)) {
                    metrics.dropped("refused");
                    batch.clear();
                }
            } catch (RuntimeException e) {
                LOG.atError()
                        .addKeyValue("database", name)
                        .setCause(e)
                        .log("a change could not be written and is given up");
                metrics.dropped("failed");
                batch.clear();
            } catch (InterruptedException e) {
                return;
            } finally {
                connected = false;
            }
            pauseMs = pause(pauseMs);
        }
    }

    private void writeUntilBroken(Connection connection, List<C> batch) throws SQLException, InterruptedException {
        while (true) {
            if (batch.isEmpty()) {
                @Nullable C first = queue.poll(IDLE_MS, TimeUnit.MILLISECONDS);
                if (first == null) {
                    continue;
                }
                batch.add(first);
                queue.drainTo(batch, TOGETHER - 1);
            }
            int[] rows = new int[batch.size()];
            for (int i = 0; i < rows.length; i++) {
                rows[i] = writer.write(batch.get(i));
            }
            connection.commit();
            for (int i = 0; i < rows.length; i++) {
                metrics.written(batch.get(i), rows[i]);
            }
            batch.clear();
        }
    }

    /// Whether the same changes may succeed later: the server is away, or two transactions were in each other's way.
    private static boolean isPassing(SQLException e) {
        return e instanceof SQLRecoverableException
                || e instanceof SQLTransientException
                || e instanceof SQLNonTransientConnectionException
                || String.valueOf(e.getSQLState()).startsWith("08");
    }

    private static long pause(long ms) {
        try {
            TimeUnit.MILLISECONDS.sleep(ms);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return Math.min(LONGEST_PAUSE_MS, ms * 2);
    }
}
