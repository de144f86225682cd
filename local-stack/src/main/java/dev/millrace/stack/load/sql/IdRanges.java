package dev.millrace.stack.load.sql;

import java.sql.Connection;
import java.sql.SQLException;

/// Who owns which ids, so that simulated, loaded and hand-made rows never meet.
///
/// | ids | owner |
/// |---|---|
/// | 1 to 999,999 | simulated items and users; the Matomo fixture's own ids |
/// | 1,000,000 and up | loaded sets, each with its own start |
/// | 100,000,000 and up | whatever the database numbers itself: orders and visits of the simulator, rows by hand |
public final class IdRanges {
    public static final long FIRST_LOADED = 1_000_000;
    public static final long CATALOGUE_EN = 1_000_000;
    public static final long CATALOGUE_ZH = 1_500_000;
    public static final long RETAIL_ITEMS = 2_000_000;
    public static final long RETAIL_USERS = 2_000_000;
    public static final long RETAIL_ORDERS = 10_000_000;
    public static final long ESHOP_ITEMS = 3_000_000;
    public static final long ESHOP_ROWS = 20_000_000;
    public static final long FIRST_AUTOMATIC = 100_000_000;

    private IdRanges() {}

    /// Makes the database number its own rows of `table` from [#FIRST_AUTOMATIC] up, if it does not yet.
    public static void reserve(Connection connection, String table, String idColumn) throws SQLException {
        try (var statement = connection.createStatement()) {
            try (var rows =
                    statement.executeQuery("SELECT COALESCE(MAX(`%s`), 0) FROM `%s`".formatted(idColumn, table))) {
                rows.next();
                if (rows.getLong(1) >= FIRST_AUTOMATIC) {
                    return;
                }
            }
            statement.executeUpdate("ALTER TABLE `%s` AUTO_INCREMENT = %d".formatted(table, FIRST_AUTOMATIC));
        }
    }

    /// Does that for the tables of the shop.
    public static void reserveShop(Connection connection) throws SQLException {
        for (String table : new String[] {"dataset", "dataset_image", "user", "order_tab"}) {
            reserve(connection, table, "id");
        }
    }

    /// Does that for Matomo's tables.
    public static void reserveMatomo(Connection connection, String prefix) throws SQLException {
        reserve(connection, prefix + "log_visit", "idvisit");
        reserve(connection, prefix + "log_link_visit_action", "idlink_va");
        reserve(connection, prefix + "log_action", "idaction");
    }
}
