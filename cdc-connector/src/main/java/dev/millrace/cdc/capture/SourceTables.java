package dev.millrace.cdc.capture;

import dev.millrace.cdc.config.DatabaseConfig;
import dev.millrace.contract.capture.SourceTable;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/// Compares the tables and columns that the contract captures with those that a database has.
public final class SourceTables {
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

    /// What the server's statistics say of the number of rows of all captured tables.
    public static long estimatedRows(Connection connection, DatabaseConfig database) throws SQLException {
        Set<String> captured = new TreeSet<>();
        for (SourceTable table : SourceTable.of(database.role())) {
            captured.add(table.tableName(database.tablePrefix()).toLowerCase(Locale.ROOT));
        }
        long rows = 0;
        try (var query = connection.prepareStatement(
                "SELECT LOWER(table_name), table_rows FROM information_schema.tables WHERE table_schema = ?")) {
            query.setString(1, database.name());
            try (var tables = query.executeQuery()) {
                while (tables.next()) {
                    rows += captured.contains(tables.getString(1)) ? tables.getLong(2) : 0;
                }
            }
        }
        return rows;
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
