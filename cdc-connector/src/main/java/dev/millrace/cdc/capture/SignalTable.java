package dev.millrace.cdc.capture;

import dev.millrace.cdc.config.DatabaseConfig;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The table through which a running engine is asked for something: a row in it comes by in the binlog, and whatever
/// it asks for happens on the thread that reads the binlog. Debezium's other ways use a thread of their own, which
/// corrupts a snapshot that runs under load (docs/decisions/0013).
public final class SignalTable {
    private static final Logger log = LoggerFactory.getLogger(SignalTable.class);

    static final String NAME = "millrace_signal";
    static final List<String> COLUMNS = List.of("id", "type", "data");

    private static final String CREATE = "CREATE TABLE IF NOT EXISTS millrace_signal"
            + " (id VARCHAR(64) PRIMARY KEY, type VARCHAR(32) NOT NULL, data VARCHAR(2048) NOT NULL)";

    private SignalTable() {}

    /// Makes the table if it is absent and this account may, so that a snapshot that follows knows it.
    public static void prepare(Connection connection, DatabaseConfig database) {
        try (Statement statement = connection.createStatement()) {
            statement.execute(CREATE);
        } catch (SQLException e) {
            log.atDebug()
                    .addKeyValue("database", database.name())
                    .addKeyValue("error", SourceConnection.reason(e))
                    .log("signal table not created");
        }
    }

    static void insert(Connection connection, String id, String type, String data) throws SQLException {
        try (var insert =
                connection.prepareStatement("INSERT INTO millrace_signal (id, type, data) VALUES (?, ?, ?)")) {
            insert.setString(1, id);
            insert.setString(2, type);
            insert.setString(3, data);
            insert.executeUpdate();
        }
    }
}
