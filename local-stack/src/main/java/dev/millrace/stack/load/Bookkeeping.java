package dev.millrace.stack.load;

import dev.millrace.stack.load.sql.Column;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/// What makes loading resumable: how far each step got, in the same transaction as its rows, and where rows came from.
final class Bookkeeping {
    static final String MAPPING = "millrace_load_mapping";
    static final List<Column> MAPPING_COLUMNS =
            List.of(Column.of("set_name"), Column.of("source_key"), Column.of("table_name"), Column.of("row_id"));
    private static final String PROGRESS = "millrace_load_progress";

    private Bookkeeping() {}

    static void createTables(Connection connection) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute("""
                    CREATE TABLE IF NOT EXISTS millrace_load_mapping (
                      set_name VARCHAR(64) NOT NULL,
                      source_key VARCHAR(190) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
                      table_name VARCHAR(64) NOT NULL,
                      row_id BIGINT UNSIGNED NOT NULL,
                      PRIMARY KEY (set_name, source_key)
                    ) ENGINE=InnoDB""");
            statement.execute("""
                    CREATE TABLE IF NOT EXISTS millrace_load_progress (
                      set_name VARCHAR(64) NOT NULL,
                      done INT NOT NULL,
                      update_time TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP,
                      PRIMARY KEY (set_name)
                    ) ENGINE=InnoDB""");
        }
    }

    /// Units of the step that are in the database; the row stays locked until the transaction ends.
    static int lockProgress(Connection connection, String step) throws SQLException {
        try (var start =
                connection.prepareStatement("INSERT IGNORE INTO " + PROGRESS + " (set_name, done) VALUES (?, 0)")) {
            start.setString(1, step);
            start.executeUpdate();
        }
        try (var read =
                connection.prepareStatement("SELECT done FROM " + PROGRESS + " WHERE set_name = ? FOR UPDATE")) {
            read.setString(1, step);
            try (var rows = read.executeQuery()) {
                rows.next();
                return rows.getInt(1);
            }
        }
    }

    static void saveProgress(Connection connection, String step, int done) throws SQLException {
        try (var save = connection.prepareStatement("UPDATE " + PROGRESS + " SET done = ? WHERE set_name = ?")) {
            save.setInt(1, done);
            save.setString(2, step);
            save.executeUpdate();
        }
    }
}
