package dev.millrace.stack.cdc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.contract.capture.SourceTable;
import dev.millrace.stack.cdc.WrittenRows.State;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The shop creates order 7 in transaction 1, changes it in 2 and 4 and deletes it in 5; order 8 exists from 1 to 3.
/// The connector's snapshot reads as of 3, after one that was interrupted had read as of 2.
final class DeliveryCheckTest {
    private static final RowKey SEVEN = new RowKey(SourceTable.ORDER_TAB, 7);
    private static final RowKey EIGHT = new RowKey(SourceTable.ORDER_TAB, 8);
    private static final int TICKER_HOME = RowKey.home(SourceTable.DATASET, 1);
    private static final DeliveryCounts CLEAN = new DeliveryCounts(0, 0, 0, 0, 0, 3, 1, 0);

    private final WrittenRows written = new WrittenRows();
    private final List<RawEvent> events = new ArrayList<>();
    private final List<TableReading> readings = new ArrayList<>();

    @BeforeEach
    void history() {
        commit(1, step(1, SEVEN, RowOp.CREATE, 71), step(1, EIGHT, RowOp.CREATE, 81));
        commit(2, step(2, SEVEN, RowOp.UPDATE, 72));
        commit(3, step(3, EIGHT, RowOp.DELETE, 81), step(3, EIGHT, RowOp.TOMBSTONE, 81));
        commit(4, step(4, SEVEN, RowOp.UPDATE, 73));
        commit(5, step(5, SEVEN, RowOp.DELETE, 73), step(5, SEVEN, RowOp.TOMBSTONE, 73));
        add(KillShop.TICKER, RowOp.READ, 2, "f:1");
        add(SEVEN, RowOp.READ, 72, "f:1");
        add(EIGHT, RowOp.READ, 81, "f:1");
        add(KillShop.TICKER, RowOp.READ, 3, "f:2");
        add(SEVEN, RowOp.READ, 72, "f:2");
        events.add(new RawEvent(EIGHT, 0, RowOp.DELETE, new State(81, 0), true, ""));
        events.add(new RawEvent(EIGHT, 0, RowOp.TOMBSTONE, RawEvent.NONE, true, ""));
        add(SEVEN, RowOp.UPDATE, 73, "");
        add(KillShop.TICKER, RowOp.UPDATE, 4, "");
        add(SEVEN, RowOp.DELETE, 73, "");
        events.add(new RawEvent(SEVEN, 0, RowOp.TOMBSTONE, RawEvent.NONE, false, ""));
        add(KillShop.TICKER, RowOp.UPDATE, 5, "");
    }

    @Test
    void everyRecordIsExplained() {
        assertThat(check()).isEqualTo(CLEAN);
        assertThat(CLEAN.isClean()).isTrue();
    }

    @Test
    void aRowThatVanishedBetweenTwoSnapshotsNeedsItsDelete() {
        events.removeIf(RawEvent::implied);

        assertThat(check()).isEqualTo(new DeliveryCounts(2, 0, 0, 0, 1, 3, 1, 0));
    }

    @Test
    void aLostUpdateIsSeenThoughTheRowEndsRight() {
        events.remove(7);

        assertThat(check()).isEqualTo(new DeliveryCounts(1, 0, 0, 0, 0, 3, 1, 0));
    }

    @Test
    void aMissingTombstoneIsSeen() {
        events.remove(10);

        assertThat(check().lost()).isEqualTo(1);
    }

    @Test
    void aRepeatIsSeen() {
        add(SEVEN, RowOp.DELETE, 73, "");
        events.add(new RawEvent(SEVEN, 0, RowOp.TOMBSTONE, RawEvent.NONE, false, ""));

        assertThat(check().duplicates()).isEqualTo(2);
    }

    @Test
    void aSnapshotThatReadsARowTwiceIsSeen() {
        events.add(5, new RawEvent(SEVEN, 0, RowOp.READ, new State(72, 0), false, "f:2"));

        assertThat(check().duplicates()).isEqualTo(1);
    }

    @Test
    void aChangeThatTheSnapshotHoldsAlreadyIsForeign() {
        events.add(7, new RawEvent(SEVEN, 0, RowOp.UPDATE, new State(72, 0), false, ""));

        assertThat(check().foreign()).isEqualTo(1);
    }

    /// Order 7 is not touched from transaction 3 to transaction 3.
    @Test
    void aTableThatIsReadGivesWhatThePartitionHolds() {
        readings.add(new TableReading(3, 3));
        events.add(7, new RawEvent(SEVEN, 0, RowOp.READ, new State(72, 0), false, RawEvent.TABLE));

        assertThat(check()).isEqualTo(new DeliveryCounts(0, 0, 0, 0, 0, 3, 1, 1));
    }

    @Test
    void aTableThatIsReadMayGiveARowTwice() {
        aTableThatIsReadGivesWhatThePartitionHolds();
        events.add(7, new RawEvent(SEVEN, 0, RowOp.READ, new State(72, 0), false, RawEvent.TABLE));

        assertThat(check()).isEqualTo(new DeliveryCounts(0, 0, 0, 0, 0, 3, 1, 2));
    }

    @Test
    void aReadingThatLeavesOutAQuietRowIsSeen() {
        readings.add(new TableReading(3, 3));

        assertThat(check().lost()).isEqualTo(1);
    }

    @Test
    void aRowThatChangesMeanwhileNeedNotBeRead() {
        readings.add(new TableReading(3, 4));

        assertThat(check()).isEqualTo(CLEAN);
    }

    @Test
    void aReadRowThatOvertakesItsChangeOrComesTooLateIsSeen() {
        events.add(7, new RawEvent(SEVEN, 0, RowOp.READ, new State(73, 0), false, RawEvent.TABLE));
        assertThat(check().foreign()).isEqualTo(1);

        events.remove(7);
        events.add(8, new RawEvent(SEVEN, 0, RowOp.READ, new State(72, 0), false, RawEvent.TABLE));
        assertThat(check().outOfOrder()).isEqualTo(1);
    }

    @Test
    void aReadRowThatRisesFromTheDeadIsSeen() {
        events.add(new RawEvent(SEVEN, 0, RowOp.READ, new State(73, 0), false, RawEvent.TABLE));

        DeliveryCounts counts = check();
        assertThat(counts.outOfOrder()).isEqualTo(1);
        assertThat(counts.leftBehind()).isEqualTo(1);
    }

    private DeliveryCounts check() {
        return new DeliveryCheck(written, events, readings).check(Map.of(KillShop.TICKER, new State(5, TICKER_HOME)));
    }

    private void commit(long transaction, RowStep... steps) {
        List<RowStep> all = new ArrayList<>(List.of(steps));
        RowOp op = transaction == 1 ? RowOp.CREATE : RowOp.UPDATE;
        State ticker = new State(transaction, TICKER_HOME);
        all.add(new RowStep(transaction, KillShop.TICKER, op, ticker, Set.of(TICKER_HOME)));
        written.committed(all);
    }

    private static RowStep step(long transaction, RowKey row, RowOp op, long version) {
        return new RowStep(transaction, row, op, new State(version, 0), Set.of(0));
    }

    private void add(RowKey row, RowOp op, long version, String run) {
        int home = row.equals(KillShop.TICKER) ? TICKER_HOME : 0;
        events.add(new RawEvent(row, home, op, new State(version, home), false, run));
    }
}
