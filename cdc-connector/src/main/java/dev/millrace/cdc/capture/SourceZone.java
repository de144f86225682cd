package dev.millrace.cdc.capture;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;

/// Asks a server in which zone its clock writes DATETIME columns.
public final class SourceZone {
    private SourceZone() {}

    /// The zone by name if the server has one (`Asia/Shanghai`, `+08:00`), else its present offset from UTC, which
    /// knows no daylight saving.
    public static ZoneId ask(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var answer = statement.executeQuery(
                        "SELECT @@global.time_zone, TIMESTAMPDIFF(SECOND, UTC_TIMESTAMP(), NOW())")) {
            answer.next();
            return of(answer.getString(1), answer.getInt(2));
        }
    }

    static ZoneId of(String name, int offsetSeconds) {
        if (!name.equals("SYSTEM")) {
            try {
                return ZoneId.of(name);
            } catch (DateTimeException e) {
                // a name only this server knows: its offset says what it means today
            }
        }
        return ZoneOffset.ofTotalSeconds(offsetSeconds);
    }
}
