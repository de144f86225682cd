package dev.millrace.stack.cdc;

import dev.millrace.contract.capture.SourceTable;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.function.LongSupplier;

/// One table that a test changes row by row, knowing each version it writes: `price` holds it.
///
/// One thread at a time.
final class ShopTable {
    private static final int ITEMS = 60;

    private final SourceTable table;
    private final Statement statement;
    private final SplittableRandom random;
    private final LongSupplier versions;
    private final Steps steps;
    private final Map<Long, Row> rows = new HashMap<>();
    private final IdPool alive = new IdPool();
    private final IdPool gone = new IdPool();
    private long newest;

    private record Row(long version, long route) {}

    /// Takes what each statement must lead to.
    @FunctionalInterface
    interface Steps {
        void add(RowKey row, RowOp op, WrittenRows.State state, Set<Integer> partitions);
    }

    /// @param firstId ids from there on are used
    /// @param versions numbers that are never given twice
    ShopTable(
            SourceTable table,
            long firstId,
            Statement statement,
            SplittableRandom random,
            LongSupplier versions,
            Steps steps) {
        this.table = table;
        this.statement = statement;
        this.random = random;
        this.versions = versions;
        this.steps = steps;
        this.newest = firstId - 1;
    }

    int size() {
        return alive.size();
    }

    /// Many rows by one statement.
    void insertMany(int count, long offset) throws SQLException {
        StringBuilder values = new StringBuilder(count * 24);
        for (int i = 0; i < count; i++) {
            long id = ++newest;
            Row row = new Row(offset + versions.getAsLong(), randomRoute(id));
            values.append(values.isEmpty() ? "" : ",").append(literal(id, row));
            appears(id, row);
        }
        statement.executeUpdate(insertInto() + values);
    }

    void insert() throws SQLException {
        insert(++newest);
    }

    /// A key that was deleted comes back.
    void insertAgain() throws SQLException {
        insert(gone.size() == 0 ? ++newest : gone.random(random));
    }

    private void insert(long id) throws SQLException {
        Row row = new Row(versions.getAsLong(), randomRoute(id));
        one(insertInto() + literal(id, row));
        appears(id, row);
    }

    void update() throws SQLException {
        long id = alive.random(random);
        change(id, row(id).route());
    }

    /// The row goes to another item, and so most often to another partition.
    void move() throws SQLException {
        long id = alive.random(random);
        change(id, randomRoute(id));
    }

    private void change(long id, long route) throws SQLException {
        Row next = new Row(versions.getAsLong(), route);
        String routed = isRoutedByKey() ? "" : ", " + table.routeColumn() + " = " + route;
        one("UPDATE %s SET price = %d%s WHERE id = %d".formatted(name(), next.version(), routed, id));
        changes(id, next);
    }

    /// Adds `offset` to the version of every row whose id is a multiple of `each`, by one statement.
    void updateMany(int each, long offset) throws SQLException {
        String ids = "id %% %d = 0 AND id > 1".formatted(each);
        List<Long> chosen = alive.all().stream().filter(id -> id % each == 0).toList();
        int changed = statement.executeUpdate(
                "UPDATE %s SET price = price + %d WHERE %s ORDER BY id".formatted(name(), offset, ids));
        require(changed == chosen.size(), "%d rows of %s changed, expected %d", changed, name(), chosen.size());
        for (long id : chosen) {
            changes(id, new Row(row(id).version() + offset, row(id).route()));
        }
    }

    void delete() throws SQLException {
        long id = alive.random(random);
        one("DELETE FROM %s WHERE id = %d".formatted(name(), id));
        disappears(id);
    }

    /// A row gets another primary key: one that was never used, or one that was deleted.
    void changeKey() throws SQLException {
        long id = alive.random(random);
        long next = gone.size() > 0 && random.nextBoolean() ? gone.random(random) : ++newest;
        Row row = new Row(versions.getAsLong(), isRoutedByKey() ? next : row(id).route());
        one("UPDATE %s SET id = %d, price = %d WHERE id = %d".formatted(name(), next, row.version(), id));
        disappears(id);
        appears(next, row);
    }

    private void appears(long id, Row row) {
        rows.put(id, row);
        alive.add(id);
        gone.remove(id);
        steps.add(key(id), RowOp.CREATE, state(row), Set.of(home(row)));
    }

    private void changes(long id, Row row) {
        Set<Integer> partitions = new TreeSet<>(Set.of(home(row(id))));
        partitions.add(home(row));
        rows.put(id, row);
        steps.add(key(id), RowOp.UPDATE, state(row), partitions);
    }

    private void disappears(long id) {
        Row row = row(id);
        rows.remove(id);
        alive.remove(id);
        gone.add(id);
        steps.add(key(id), RowOp.DELETE, state(row), Set.of(home(row)));
        steps.add(key(id), RowOp.TOMBSTONE, state(row), Set.of(home(row)));
    }

    private void one(String sql) throws SQLException {
        int changed = statement.executeUpdate(sql);
        require(changed == 1, "%d rows changed by %s", changed, sql);
    }

    private static void require(boolean holds, String message, Object... values) {
        if (!holds) {
            throw new IllegalStateException(message.formatted(values));
        }
    }

    private Row row(long id) {
        Row row = rows.get(id);
        if (row == null) {
            throw new IllegalStateException(key(id) + " is not there");
        }
        return row;
    }

    private String insertInto() {
        return isRoutedByKey()
                ? "INSERT INTO " + name() + " (id, price) VALUES "
                : "INSERT INTO " + name() + " (id, price, create_user, " + table.routeColumn() + ") VALUES ";
    }

    private String literal(long id, Row row) {
        return isRoutedByKey()
                ? "(%d, %d)".formatted(id, row.version())
                : "(%d, %d, 9, %d)".formatted(id, row.version(), row.route());
    }

    private boolean isRoutedByKey() {
        return table.routeColumn().equals("id");
    }

    private long randomRoute(long id) {
        return isRoutedByKey() ? id : 2 + random.nextInt(ITEMS);
    }

    private String name() {
        return table.tableName("");
    }

    private RowKey key(long id) {
        return new RowKey(table, id);
    }

    private WrittenRows.State state(Row row) {
        return new WrittenRows.State(row.version(), home(row));
    }

    private int home(Row row) {
        return RowKey.home(table, row.route());
    }
}
