package dev.millrace.stack.cdc;

import dev.millrace.contract.capture.SourceDatabase;
import dev.millrace.contract.capture.SourceTable;
import dev.millrace.stack.cdc.WrittenRows.State;
import dev.millrace.stack.schema.Schema;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;

/// The shop's tables, as the database has them.
final class KillTables {
    private static final String DATABASE = SourceServer.name(SourceDatabase.BUSINESS);

    private KillTables() {}

    /// Empty tables of the shape that the schema gives them.
    static void create(SourceServer source) throws SQLException {
        try (Connection connection = source.mysql().connect("", source.mysql().admin());
                Statement statement = connection.createStatement()) {
            statement.execute("DROP DATABASE " + DATABASE);
            statement.execute("CREATE DATABASE " + DATABASE);
            connection.setCatalog(DATABASE);
            Schema.BUSINESS.apply(connection);
        }
    }

    /// Every row.
    static Map<RowKey, State> states(SourceServer source) throws SQLException {
        Map<RowKey, State> states = new HashMap<>();
        try (Connection connection =
                        source.mysql().connect(DATABASE, source.mysql().application());
                Statement statement = connection.createStatement()) {
            add(statement, SourceTable.ORDER_TAB, states);
            add(statement, SourceTable.DATASET, states);
        }
        return states;
    }

    private static void add(Statement statement, SourceTable table, Map<RowKey, State> states) throws SQLException {
        try (ResultSet rows = statement.executeQuery(
                "SELECT id, price, %s AS route FROM %s".formatted(table.routeColumn(), table.tableName("")))) {
            while (rows.next()) {
                states.put(
                        new RowKey(table, rows.getLong("id")),
                        new State(
                                rows.getBigDecimal("price").longValueExact(),
                                RowKey.home(table, rows.getLong("route"))));
            }
        }
    }
}
