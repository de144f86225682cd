package dev.millrace.cdc.capture;

import dev.millrace.cdc.CdcException;
import dev.millrace.cdc.config.CaptureConfig;
import dev.millrace.cdc.config.DatabaseConfig;
import dev.millrace.contract.capture.SourceTable;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The tables that a snapshot reads from the first row to the last, so that a row that it does not read is not there.
public final class WholeTables {
    private static final Logger log = LoggerFactory.getLogger(WholeTables.class);
    private static final Set<String> ALL_ROWS = Set.of("when_needed", "initial", "always");

    private WholeTables() {}

    /// Asks the database, for a snapshot that begins now. None when the site's own Debezium settings let a snapshot
    /// read less.
    ///
    /// @throws CdcException when it does not answer
    public static Set<SourceTable> of(CaptureConfig capture, DatabaseConfig database) {
        boolean partly = !ALL_ROWS.contains(capture.debezium().getOrDefault("snapshot.mode", "when_needed"))
                || capture.debezium().keySet().stream()
                        .anyMatch(key -> key.startsWith("snapshot.select.statement.overrides")
                                || key.equals("snapshot.include.collection.list"));
        if (partly) {
            log.atWarn()
                    .addKeyValue("database", database.name())
                    .log("debezium.snapshot.* lets a snapshot leave rows out, so it implies no deletes");
            return Set.of();
        }
        try (Connection connection = SourceConnection.open(database)) {
            return SourceTables.present(connection, database);
        } catch (SQLException e) {
            throw new CdcException(
                    "cannot ask the %s database %s for its tables: %s; a restart begins the snapshot again"
                            .formatted(database.role().prefix(), database.name(), SourceConnection.reason(e)),
                    e);
        }
    }
}
