package dev.millrace.stack.cdc;

import dev.millrace.contract.capture.SourceDatabase;
import dev.millrace.contract.capture.SourceTable;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;

/// A shop whose every transaction is known. The last statement of each writes the transaction's number into data set 1
/// ([#TICKER]), so that a snapshot tells as of which transaction it was read, and the newest record which transaction
/// has arrived.
///
/// One thread at a time.
final class KillShop implements AutoCloseable {
    static final RowKey TICKER = new RowKey(SourceTable.DATASET, 1);
    /// Versions that a large transaction writes are greater.
    static final long LARGE = 10_000_000;

    private static final int ROWS_A_STATEMENT = 1_000;

    private final Connection connection;
    private final Statement statement;
    private final SplittableRandom random;
    private final WrittenRows written;
    private final AtomicLong versions = new AtomicLong();
    private final List<RowStep> open = new ArrayList<>();
    private final ShopTable orders;
    private final ShopTable items;
    private final SchemaChanges schemaChanges;
    private long transaction;
    private int largeOnes;

    KillShop(SourceServer source, SplittableRandom random, WrittenRows written) throws SQLException {
        this.connection = source.mysql()
                .connect(
                        SourceServer.name(SourceDatabase.BUSINESS),
                        source.mysql().application());
        this.statement = connection.createStatement();
        this.random = random;
        this.written = written;
        this.orders = table(SourceTable.ORDER_TAB, 2);
        this.items = table(SourceTable.DATASET, 2);
        this.schemaChanges = new SchemaChanges(random);
        connection.setAutoCommit(false);
    }

    private ShopTable table(SourceTable table, long firstId) {
        return new ShopTable(table, firstId, statement, random, versions::incrementAndGet, this::add);
    }

    private void add(RowKey row, RowOp op, WrittenRows.State state, Set<Integer> partitions) {
        open.add(new RowStep(transaction, row, op, state, partitions));
    }

    /// The number of the last committed transaction.
    long transaction() {
        return transaction;
    }

    /// Orders that exist now.
    int orders() {
        return orders.size();
    }

    /// Fills the tables.
    void open(int orderCount) throws SQLException {
        begin();
        for (int i = 0; i < orderCount; i += ROWS_A_STATEMENT) {
            orders.insertMany(Math.min(ROWS_A_STATEMENT, orderCount - i), 0);
        }
        items.insertMany(ROWS_A_STATEMENT / 10, 0);
        statement.executeUpdate("INSERT INTO dataset (id, price) VALUES (1, %d)".formatted(transaction));
        ticked(RowOp.CREATE);
        commit();
    }

    /// One ordinary transaction of a few statements; some of them may hit the same row.
    void trade() throws SQLException {
        begin();
        for (int left = 1 + random.nextInt(6); left > 0; left--) {
            tradeOnce(random.nextInt(8) == 0 ? items : orders);
        }
        tick();
        commit();
    }

    private void tradeOnce(ShopTable table) throws SQLException {
        int dice = random.nextInt(100);
        if (table.size() < 10 || dice < 25) {
            table.insert();
        } else if (dice < 33) {
            table.insertAgain();
        } else if (dice < 60) {
            table.update();
        } else if (dice < 72) {
            table.move();
        } else if (dice < 90) {
            table.delete();
        } else {
            table.changeKey();
        }
    }

    /// Creates rows, then changes some and takes some back, all in one transaction.
    void tradeAtLarge(int rows) throws SQLException {
        begin();
        long offset = LARGE * ++largeOnes;
        for (int i = 0; i < rows; i += ROWS_A_STATEMENT) {
            orders.insertMany(Math.min(ROWS_A_STATEMENT, rows - i), offset);
        }
        orders.updateMany(7, offset);
        for (int i = 0; i < 20; i++) {
            orders.changeKey();
            orders.delete();
        }
        tick();
        commit();
    }

    /// Changes the shape of a table in a way that captured columns do not notice; returns the statement.
    String changeSchema() throws SQLException {
        String sql = schemaChanges.next();
        statement.execute(sql);
        return sql;
    }

    private void begin() {
        open.clear();
        transaction++;
    }

    private void tick() throws SQLException {
        statement.executeUpdate("UPDATE dataset SET price = %d WHERE id = 1".formatted(transaction));
        ticked(RowOp.UPDATE);
    }

    private void ticked(RowOp op) {
        int home = RowKey.home(TICKER.table(), TICKER.id());
        add(TICKER, op, new WrittenRows.State(transaction, home), Set.of(home));
    }

    private void commit() throws SQLException {
        connection.commit();
        written.committed(open);
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
