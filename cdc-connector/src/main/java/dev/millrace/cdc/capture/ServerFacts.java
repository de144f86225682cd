package dev.millrace.cdc.capture;

import dev.millrace.cdc.config.DatabaseConfig;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.ZoneId;

/// What an engine has to know of its server before it starts.
///
/// @param zone how DATETIME columns are read
/// @param gtids whether transactions are numbered, without which no table can be read again while the binlog is
/// followed
public record ServerFacts(ZoneId zone, boolean gtids) {

    /// Asks the server; the zone of the settings goes before the server's own.
    public static ServerFacts ask(Connection connection, DatabaseConfig database) throws SQLException {
        ZoneId zone = database.timeZone().isPresent() ? database.timeZone().get() : SourceZone.ask(connection);
        return new ServerFacts(zone, hasGtids(connection));
    }

    /// A server without that variable is a MariaDB, which always numbers.
    private static boolean hasGtids(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SHOW GLOBAL VARIABLES LIKE 'gtid_mode'")) {
            return !rows.next() || rows.getString(2).equalsIgnoreCase("ON");
        }
    }
}
