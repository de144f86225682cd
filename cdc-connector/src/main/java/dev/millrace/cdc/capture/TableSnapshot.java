package dev.millrace.cdc.capture;

import dev.millrace.cdc.CdcException;
import dev.millrace.cdc.config.DatabaseConfig;
import dev.millrace.contract.capture.SourceTable;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// The reading of one table, chunk by chunk, while the binlog is followed (Debezium's read-only incremental snapshot).
public final class TableSnapshot {
    private TableSnapshot() {}

    /// The captured table of that name, with or without Matomo's prefix.
    public static Optional<SourceTable> find(DatabaseConfig database, String name) {
        String wanted = name.toLowerCase(Locale.ROOT);
        return captured(database)
                .filter(table -> wanted.equals(realName(database, table))
                        || wanted.equals(table.name().toLowerCase(Locale.ROOT)))
                .findFirst();
    }

    /// Likewise.
    ///
    /// @throws CdcException when it is none
    public static SourceTable table(DatabaseConfig database, String name) {
        return find(database, name)
                .orElseThrow(() -> new CdcException("%s has no captured table %s; captured are %s"
                        .formatted(
                                database.name(),
                                name,
                                captured(database)
                                        .map(table -> realName(database, table))
                                        .toList())));
    }

    private static Stream<SourceTable> captured(DatabaseConfig database) {
        return database.source().tables().stream().filter(table -> !table.isHeartbeat());
    }

    /// As the database calls it, in lower case.
    public static String realName(DatabaseConfig database, SourceTable table) {
        return table.tableName(database.tablePrefix()).toLowerCase(Locale.ROOT);
    }

    /// The server's estimate of its rows.
    ///
    /// @throws CdcException when the table, or the right to read it, is missing
    public static long estimatedRows(Connection connection, DatabaseConfig database, SourceTable table)
            throws SQLException {
        Long rows = SourceTables.estimatedRows(connection, database).get(realName(database, table));
        if (rows == null) {
            throw new CdcException("%s has no table %s, or the account %s may not read it"
                    .formatted(database.name(), realName(database, table), database.user()));
        }
        return rows;
    }

    /// Asks the engine, which reads the request in the binlog, after a restart too.
    ///
    /// @throws CdcException when the right to ask is missing
    public static void request(Connection connection, DatabaseConfig database, SourceTable table, String id) {
        String name = EngineSettings.table(database, table).replace("\\", "\\\\");
        try {
            SignalTable.insert(
                    connection,
                    id,
                    "execute-snapshot",
                    "{\"type\": \"incremental\", \"data-collections\": [\"" + name + "\"]}");
        } catch (SQLException e) {
            throw new CdcException(
                    "cannot ask for it by a row of %s.%s (%s): create the table and grant INSERT on it, see"
                                    .formatted(database.name(), SignalTable.NAME, SourceConnection.reason(e))
                            + " docs/operations/cdc.md",
                    e);
        }
    }
}
