package dev.millrace.cdc.capture;

import dev.millrace.cdc.config.DatabaseConfig;
import dev.millrace.contract.capture.SourceTable;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// Compares the tables and columns that the contract captures with those that a database has.
public final class SourceTables {
    private static final int UNKNOWN_VARIABLE = 1193;

    private SourceTables() {}

    /// What is missing: `table task` or `column dataset.tag`. Capture goes on without them; a table that appears later
    /// is followed from its creation on.
    public static List<String> missing(Connection connection, DatabaseConfig database) throws SQLException {
        Set<String> present = columns(connection, database.name());
        List<String> missing = new ArrayList<>();
        for (SourceTable table : SourceTable.of(database.role())) {
            String name = table.tableName(database.tablePrefix()).toLowerCase(Locale.ROOT);
            if (!present.contains(name)) {
                missing.add("table " + name);
                continue;
            }
            for (String column : table.columns()) {
                if (!present.contains(name + "." + column)) {
                    missing.add("column " + name + "." + column);
                }
            }
        }
        return missing;
    }

    /// What the server's statistics say of the number of rows of each captured table that exists.
    public static Map<String, Long> estimatedRows(Connection connection, DatabaseConfig database) throws SQLException {
        Set<String> captured = new TreeSet<>();
        for (SourceTable table : SourceTable.of(database.role())) {
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

    /// Table names, and `table.column`, in lower case.
    private static Set<String> columns(Connection connection, String schema) throws SQLException {
        Set<String> names = new TreeSet<>();
        try (var query = connection.prepareStatement(
                "SELECT LOWER(table_name), LOWER(column_name) FROM information_schema.columns WHERE table_schema = ?")) {
            query.setString(1, schema);
            try (var rows = query.executeQuery()) {
                while (rows.next()) {
                    names.add(rows.getString(1));
                    names.add(rows.getString(1) + "." + rows.getString(2));
                }
            }
        }
        return names;
    }
}
