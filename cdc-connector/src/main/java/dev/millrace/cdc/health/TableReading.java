package dev.millrace.cdc.health;

import dev.millrace.cdc.capture.TableSnapshotAgain;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// How far the reading of one table is that somebody asked for while the binlog is followed. It begins with the request
/// or, after a restart, with the first stored offset that names the table; it ends with the first one that does not, so
/// all its rows are in Kafka then. An engine that starts anew asks for it again, by a request whose id goes back to the
/// first one.
final class TableReading {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /// After a restart only the rows that were left are counted, of which nobody knows how many there are.
    private static final long UNKNOWN = 0;

    private enum State {
        NEVER,
        REQUESTED,
        RUNNING,
        ENDED
    }

    private final Clock clock;
    private final Map<String, Long> rows = new TreeMap<>();
    private State state = State.NEVER;
    private String id = "";
    private String table = "";
    private long rowsExpected;
    private long beganMs;
    private boolean patient;
    private long endedMs;
    private boolean scanned;

    /// Rows of a batch whose offset, which says what they are of, is not known yet.
    private long early;

    private @Nullable String failure;

    TableReading(Clock clock) {
        this.clock = clock;
    }

    /// False when one runs already.
    synchronized boolean request(String newId, String newTable, long expected) {
        if (isRunning()) {
            return false;
        }
        begin(newId, newTable, expected);
        state = State.REQUESTED;
        return true;
    }

    /// The request could not be passed on.
    synchronized void withdraw() {
        state = State.NEVER;
    }

    /// It was cut off, and goes on when the engine comes to that place in the binlog.
    synchronized void askedAgain(String firstId, String ofTable) {
        if (!isRunning() || !firstId.equals(id)) {
            begin(firstId, ofTable, UNKNOWN);
        }
        state = State.REQUESTED;
        patient = true;
        scanned = false;
        failure = null;
    }

    /// A snapshot of all tables has begun behind the request, which nobody will hear.
    synchronized void superseded() {
        if (state == State.REQUESTED && patient) {
            withdraw();
        }
    }

    private void begin(String newId, String newTable, long expected) {
        id = newId;
        table = newTable;
        rowsExpected = expected;
        beganMs = clock.millis();
        patient = false;
        failure = null;
        scanned = false;
        rows.clear();
        rows.put(newTable, 0L);
    }

    /// A row that was read is in Kafka.
    synchronized void row() {
        if (isRunning()) {
            rows.merge(table, 1L, Long::sum);
        } else {
            early++;
        }
    }

    /// What the stored offset says.
    ///
    /// @param any whether rows of a reading came by
    /// @param storedId of their request
    /// @param left tables that are still to be read
    synchronized void stored(boolean any, String storedId, List<String> left) {
        String first = TableSnapshotAgain.first(storedId);
        if (any && !isRunning()) {
            begin(first, left.isEmpty() ? table : left.getLast(), UNKNOWN);
            rows.put(table, early);
        }
        early = 0;
        if (any && !first.equals(id)) {
            waitBehind();
            return;
        }
        if (any) {
            state = State.RUNNING;
        }
        // A table without a row is read before any offset could name it.
        boolean nothingCame = state == State.REQUESTED && scanned;
        if ((state == State.RUNNING || nothingCame) && left.isEmpty()) {
            state = State.ENDED;
            endedMs = clock.millis();
        }
    }

    /// An earlier request, which was given up here, is read first; nothing of that is ours.
    private void waitBehind() {
        boolean wasPatient = patient;
        begin(id, table, rowsExpected);
        patient = wasPatient;
        state = State.REQUESTED;
    }

    /// Debezium has ended it.
    ///
    /// @param why it was not read to its end; empty when it was
    synchronized void scanned(String scannedTable, String why) {
        if (scannedTable.equalsIgnoreCase(table)) {
            scanned = true;
            failure = why.isEmpty() ? null : why;
        }
    }

    synchronized boolean isRunning() {
        if (state == State.REQUESTED && !patient && clock.millis() - beganMs > PATIENCE.toMillis()) {
            state = State.ENDED;
            endedMs = clock.millis();
            failure = "Debezium did not begin within " + PATIENCE.toSeconds() + " s, see the log";
        }
        return state == State.REQUESTED || state == State.RUNNING;
    }

    /// Whether there was one since the start of this process.
    synchronized boolean isKnown() {
        return state != State.NEVER;
    }

    synchronized String id() {
        return id;
    }

    synchronized String table() {
        return table;
    }

    /// Why the table was not read to its end; null when it was, or is.
    synchronized @Nullable String failure() {
        return failure;
    }

    synchronized SnapshotReport report() {
        boolean running = isRunning();
        long end = running ? clock.millis() : endedMs;
        return new SnapshotReport(
                running,
                state == State.ENDED && failure == null,
                isKnown() ? 1 : 0,
                running ? 1 : 0,
                rows,
                rowsExpected,
                Duration.ofMillis(end - beganMs));
    }
}
