package dev.millrace.stack.cdc;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/// How a connector is killed in each phase, and whether the kill hit it. It is started again at once.
final class KillPhases {
    /// A kill is around a schema change when fewer of the shop's transactions than this have arrived since.
    private static final int AROUND = 200;

    private static final int MOST_CHECKS = 300;

    private final KillStage stage;
    private final ShopTraffic traffic;
    private final SplittableRandom random;
    private final List<TableReading> readings = new ArrayList<>();

    KillPhases(KillStage stage, ShopTraffic traffic, SplittableRandom random) {
        this.stage = stage;
        this.traffic = traffic;
        this.random = random;
    }

    /// Returns when the connector that runs now has brought what the shop has done so far: what came later than the
    /// call
    /// is not of an earlier one.
    void awaitFollowed() throws Exception {
        long now = traffic.transaction();
        stage.await(
                "a transaction of the shop after " + now + " arrives",
                () -> stage.written().transaction() > now && stage.committed().transaction() > now);
    }

    /// @return whether the kill hit
    boolean kill(KillPhase phase) throws Exception {
        return switch (phase) {
            case SNAPSHOT -> throw new IllegalArgumentException("a snapshot happens once");
            case STREAMING -> killWhileStreaming();
            case SCHEMA_CHANGE -> killAroundSchemaChange();
            case LARGE_TRANSACTION -> killInLargeTransaction();
            case TABLE_READ -> killInTableReading();
        };
    }

    /// Readings of the order table that were asked for; all of them have ended.
    List<TableReading> readings() {
        return List.copyOf(readings);
    }

    /// Starts the connector for the first time. The kill hit when the next start reads the tables anew.
    ///
    /// @param rows of which some are written when it comes
    boolean killInSnapshot(int rows) throws Exception {
        long enough = 1 + random.nextInt(rows * 3 / 4);
        stage.start();
        stage.await(enough + " rows of the snapshot", () -> stage.written().rowsRead() >= enough);
        stage.kill();
        stage.start();
        stage.await(
                "the connector goes on",
                () -> stage.written().snapshots() > 1 || stage.written().streamed() > 0);
        return stage.written().snapshots() > 1;
    }

    /// Kills the connector once more, in the snapshot that came after the first kill or soon after its end, where the
    /// deletes are published that it implies. It hit when a third snapshot begins.
    boolean killInNextSnapshot(int rows) throws Exception {
        long enough = stage.written().rowsRead() + 1 + random.nextInt(rows * 6 / 5);
        stage.await(
                "rows of the second snapshot",
                () -> stage.written().rowsRead() >= enough || stage.written().streamed() > 0);
        stage.kill();
        stage.start();
        long before = stage.written().toEnd().streamed();
        stage.await(
                "the connector goes on",
                () -> stage.written().snapshots() > 2 || stage.written().streamed() > before);
        return stage.written().snapshots() > 2;
    }

    /// It hit when the shop was ahead of what was committed.
    private boolean killWhileStreaming() throws Exception {
        long enough = stage.written().streamed() + 1 + random.nextInt(1_500);
        stage.await(enough + " streamed records", () -> stage.written().streamed() >= enough);
        if (random.nextBoolean()) {
            awaitOpenTransaction();
        }
        stage.kill();
        boolean hit = stage.committed().transaction() < traffic.transaction();
        stage.start();
        return hit;
    }

    /// For a while; most transactions are over in a few milliseconds.
    private void awaitOpenTransaction() throws Exception {
        int[] checks = {MOST_CHECKS};
        stage.await("an open transaction", () -> --checks[0] < 0 || stage.hasOpenTransaction());
    }

    /// At once, or when the connector has heard of it, or some rows later; then, perhaps, another change while it is
    /// away.
    private boolean killAroundSchemaChange() throws Exception {
        long known = stage.schemaChanges();
        int moment = random.nextInt(3);
        long changed = changeSchema();
        if (moment == 1) {
            stage.await("the connector hears of the schema change", () -> stage.schemaChanges() > known);
        } else if (moment == 2) {
            long later = changed + 1 + random.nextInt(20);
            stage.await("a row of the new shape", () -> stage.written().transaction() >= later);
        }
        stage.kill();
        if (random.nextBoolean()) {
            changeSchema();
        }
        boolean hit = stage.committed().transaction() < changed + AROUND;
        stage.start();
        return hit;
    }

    /// The last transaction before the change.
    private long changeSchema() throws Exception {
        return traffic.between(shop -> {
            shop.changeSchema();
            return shop.transaction();
        });
    }

    /// It hit when some rows of the transaction were written and not all committed.
    private boolean killInLargeTransaction() throws Exception {
        int rows = 2_000 + random.nextInt(2_000);
        long before = stage.written().ofLargeTransactions();
        long enough = before + 1 + random.nextInt(rows * 3 / 4);
        long large = traffic.between(shop -> {
            shop.tradeAtLarge(rows);
            return shop.transaction();
        });
        stage.await("rows of the large transaction", () -> stage.written().ofLargeTransactions() >= enough);
        stage.kill();
        boolean hit = stage.committed().transaction() < large;
        stage.start();
        return hit;
    }

    /// It hit when the stored offset says that the table was being read. Returns when it is read to its end.
    private boolean killInTableReading() throws Exception {
        long committed = stage.committed().tableRowsRead();
        int rows = traffic.between(KillShop::orders);
        long enough = stage.written().tableRowsRead() + 1 + random.nextInt(rows * 3 / 4);
        long requested = traffic.between(shop -> {
            stage.requestOrders();
            return shop.transaction();
        });
        stage.await(enough + " rows of the table", () -> stage.written().tableRowsRead() >= enough);
        stage.kill();
        boolean hit = stage.isReadingATable();
        stage.start();
        awaitFollowed(); // so it has asked again
        awaitFollowed(); // and has heard it
        stage.await(
                "the table is read to its end",
                () -> stage.committed().tableRowsRead() > committed && !stage.isReadingATableForSure());
        readings.add(new TableReading(requested, traffic.transaction()));
        return hit;
    }
}
