package dev.millrace.cdc.capture;

import dev.millrace.cdc.config.DatabaseConfig;
import dev.millrace.cdc.drift.TableShape;
import dev.millrace.contract.capture.SourceTable;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// Compares the tables and columns that the contract captures with those that a database has.
public final class SourceTables {
    private static final int UNKNOWN_VARIABLE = 1193;

    private SourceTables() {}

    /// What the database lacks: `table task` or `column dataset.tag`. Capture goes on without; a table that appears
    /// later is followed from its creation on.
    ///
    /// @param present the captured tables that it has
    public static List<String> missing(DatabaseConfig database, Map<SourceTable, TableShape> present) {
        List<String> missing = new ArrayList<>();
        for (SourceTable table : database.source().tables()) {
            String name = table.tableName(database.tablePrefix());
            TableShape shape = present.get(table);
            if (shape == null) {
                missing.add("table " + name);
                continue;
            }
            database.columns(table).stream()
                    .filter(column -> !shape.types().containsKey(column))
                    .forEach(column -> missing.add("column " + name + "." + column));
        }
        return missing;
    }

    /// The captured tables that the database has, as they are now.
    public static Map<SourceTable, TableShape> shapes(Connection connection, DatabaseConfig database)
            throws SQLException {
        Map<SourceTable, TableShape> shapes = new EnumMap<>(SourceTable.class);
        for (SourceTable table : database.source().tables()) {
            shape(connection, database.name(), table.tableName(database.tablePrefix()))
                    .ifPresent(shape -> shapes.put(table, shape));
        }
        return shapes;
    }

    /// The captured tables that the database has.
    public static Set<SourceTable> present(Connection connection, DatabaseConfig database) throws SQLException {
        return shapes(connection, database).keySet();
    }

    /// What the server's statistics say of the number of rows of each captured table that exists.
    public static Map<String, Long> estimatedRows(Connection connection, DatabaseConfig database) throws SQLException {
        Set<String> captured = new TreeSet<>();
        for (SourceTable table : database.source().tables()) {
            captured.add(table.tableName(database.tablePrefix()).toLowerCase(Locale.ROOT));
        }
        askForNewStatistics(connection);
        Map<String, Long> rows = new TreeMap<>();
        try (var query = connection.prepareStatement(
                "SELECT LOWER(table_name), table_rows FROM information_schema.tables WHERE table_schema = ?")) {
            query.setString(1, database.name());
            try (var tables = query.executeQuery()) {
                while (tables.next()) {
                    if (captured.contains(tables.getString(1))) {
                        rows.put(tables.getString(1), tables.getLong(2));
                    }
                }
            }
        }
        return rows;
    }

    /// MySQL 8 shows figures that may be a day old; MariaDB knows no such setting.
    private static void askForNewStatistics(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET SESSION information_schema_stats_expiry = 0");
        } catch (SQLException e) {
            if (e.getErrorCode() != UNKNOWN_VARIABLE) {
                throw e;
            }
        }
    }

    private static Optional<TableShape> shape(Connection connection, String schema, String table) throws SQLException {
        Map<String, String> types = new HashMap<>();
        List<String> key = new ArrayList<>();
        try (var query = connection.prepareStatement("SELECT column_name, column_type, column_key"
                + " FROM information_schema.columns WHERE table_schema = ? AND LOWER(table_name) = LOWER(?)")) {
            query.setString(1, schema);
            query.setString(2, table);
            try (var columns = query.executeQuery()) {
                while (columns.next()) {
                    types.put(columns.getString(1), columns.getString(2));
                    if ("PRI".equals(columns.getString(3))) {
                        key.add(columns.getString(1));
                    }
                }
            }
        }
        return types.isEmpty() ? Optional.empty() : Optional.of(new TableShape(types, key));
    }
}
