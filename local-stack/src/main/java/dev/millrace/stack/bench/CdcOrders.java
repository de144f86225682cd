package dev.millrace.stack.bench;

import dev.millrace.stack.embedded.EmbeddedMysql;
import dev.millrace.stack.schema.Schema;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;

/// The table that the CDC bench reads and changes: `order_tab`, filled anew from a copy before each round.
final class CdcOrders {
    static final String DATABASE = "dianshu_backend";
    private static final int ROWS_A_COMMIT = 40;
    private static final int ROWS_A_FILL = 1_000;
    private static final int ITEMS = 5_000;

    /// Of ten changes six are updates, three new rows, one a delete, which is two records.
    private static final int KINDS = 10;

    private static final int UPDATES = 6;
    private static final int INSERTS = 9;

    private final EmbeddedMysql mysql;
    private final int rows;

    CdcOrders(EmbeddedMysql mysql, int rows) throws SQLException {
        this.mysql = mysql;
        this.rows = rows;
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            Schema.BUSINESS.apply(connection);
            statement.execute("CREATE TABLE bench_copy LIKE order_tab");
            connection.setAutoCommit(false);
            fill(connection);
        }
    }

    Connection connect() throws SQLException {
        return mysql.connect(DATABASE, mysql.admin());
    }

    private void fill(Connection connection) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(
                "INSERT INTO bench_copy (id, dataset_id, create_user, price, pay_status) VALUES (?, ?, ?, ?, 1)"
                        + ", (?, ?, ?, ?, 1)".repeat(ROWS_A_FILL - 1))) {
            for (int first = 1; first <= rows; first += ROWS_A_FILL) {
                int column = 0;
                for (int id = first; id < first + ROWS_A_FILL; id++) {
                    insert.setLong(++column, id);
                    insert.setLong(++column, id % ITEMS + 1L);
                    insert.setLong(++column, id % 997L + 1);
                    insert.setBigDecimal(++column, java.math.BigDecimal.valueOf(id % 10_000L, 2));
                }
                insert.execute();
                connection.commit();
            }
        }
    }

    /// Back to the rows of the beginning.
    void restore() throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute("TRUNCATE order_tab");
            statement.execute("INSERT INTO order_tab SELECT * FROM bench_copy");
            statement.execute("ANALYZE TABLE order_tab");
        }
    }

    /// Changes rows in commits of 40, as fast as the server takes them.
    ///
    /// @return records that they are in a raw topic
    long change(int changes) throws SQLException {
        long records = 0;
        try (Connection connection = connect();
                PreparedStatement update = connection.prepareStatement("UPDATE order_tab SET price = ? WHERE id = ?");
                PreparedStatement insert = connection.prepareStatement(
                        "INSERT INTO order_tab (dataset_id, create_user, pay_status) VALUES (?, 7, 1)");
                PreparedStatement delete = connection.prepareStatement("DELETE FROM order_tab WHERE id = ?")) {
            connection.setAutoCommit(false);
            for (int i = 0; i < changes; i++) {
                int kind = i % KINDS;
                // A row that an update changes is never one that a delete takes: even and odd ids.
                int id = 2 * (i % (rows / 2)) + 1;
                if (kind < UPDATES) {
                    update.setBigDecimal(1, java.math.BigDecimal.valueOf(10_000L + i, 2));
                    update.setInt(2, id);
                    records += update.executeUpdate();
                } else if (kind < INSERTS) {
                    insert.setInt(1, i % ITEMS + 1);
                    records += insert.executeUpdate();
                } else {
                    delete.setInt(1, 2 * (i / KINDS % (rows / 2)) + 2);
                    records += 2L * delete.executeUpdate();
                }
                if (i % ROWS_A_COMMIT == ROWS_A_COMMIT - 1) {
                    connection.commit();
                }
            }
            connection.commit();
        }
        return records;
    }
}
