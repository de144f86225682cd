package dev.millrace.cdc.capture;

import dev.millrace.cdc.publish.StoredOffset;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Finds out whether a server still has every change behind a stored place in its binlog.
public final class LostBinlog {
    /// MySQL's error number for a variable that it does not know, as GTIDs on MariaDB.
    private static final int UNKNOWN_VARIABLE = 1193;

    private LostBinlog() {}

    /// What is lost, as a sentence; empty when nothing is. A server whose GTIDs we cannot compare is left to Debezium.
    public static Optional<String> find(Connection connection, StoredOffset place) throws SQLException {
        return place.gtids().isEmpty() ? byFile(connection, place) : byGtids(connection, place);
    }

    private static Optional<String> byGtids(Connection connection, StoredOffset place) throws SQLException {
        try (var query = connection.prepareStatement("SELECT GTID_SUBSET(@@GLOBAL.gtid_purged, ?),"
                + " GTID_SUBTRACT(@@GLOBAL.gtid_purged, ?), GTID_SUBTRACT(?, @@GLOBAL.gtid_executed)")) {
            for (int i = 1; i <= 3; i++) {
                query.setString(i, place.gtids());
            }
            try (ResultSet row = query.executeQuery()) {
                row.next();
                if (!row.getBoolean(1)) {
                    return Optional.of(
                            "the server has purged transactions that were not read yet: " + row.getString(2));
                }
                String unknown = row.getString(3);
                return Optional.ofNullable(unknown)
                        .filter(gtids -> !gtids.isEmpty())
                        .map(gtids -> "the server has never seen transactions that were read already: " + gtids
                                + " (restored from a backup, or a replica that was behind?)");
            }
        } catch (SQLException e) {
            if (e.getErrorCode() == UNKNOWN_VARIABLE) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private static Optional<String> byFile(Connection connection, StoredOffset place) throws SQLException {
        if (place.file().isEmpty()) {
            return Optional.empty();
        }
        List<String> files = new ArrayList<>();
        try (var statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SHOW BINARY LOGS")) {
            while (rows.next()) {
                files.add(rows.getString(1));
            }
        }
        return files.contains(place.file())
                ? Optional.empty()
                : Optional.of("the server no longer has binlog file " + place.file() + ", the oldest is "
                        + (files.isEmpty() ? "none" : files.getFirst()));
    }
}
