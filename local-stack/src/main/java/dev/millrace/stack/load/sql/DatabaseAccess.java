package dev.millrace.stack.load.sql;

import dev.millrace.stack.status.DatabaseLogin;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;

/// How to reach one database. The password never appears in its text.
///
/// @param host name or address
/// @param port 1..65535
/// @param name database name
/// @param user login
/// @param password clear text
public record DatabaseAccess(String host, int port, String name, String user, String password) {
    private static final Duration CONNECT = Duration.ofSeconds(5);

    public DatabaseAccess {
        if (port < 1 || port > 65535) {
            throw new IllegalArgumentException("database port must be 1..65535, got " + port);
        }
        if (name.isBlank() || user.isBlank()) {
            throw new IllegalArgumentException("database name and user must not be empty");
        }
    }

    /// The login that a running stack names.
    public static DatabaseAccess of(DatabaseLogin login) {
        return new DatabaseAccess(login.host(), login.port(), login.name(), login.user(), login.password());
    }

    /// A new connection in the server's own time zone. A statement that hangs for `patience` fails.
    public Connection connect(Duration patience) throws SQLException {
        Properties settings = new Properties();
        settings.setProperty("user", user);
        settings.setProperty("password", password);
        settings.setProperty("sslMode", "DISABLED");
        settings.setProperty("allowPublicKeyRetrieval", "true");
        settings.setProperty("characterEncoding", "UTF-8");
        settings.setProperty("rewriteBatchedStatements", "true");
        settings.setProperty("connectTimeout", String.valueOf(CONNECT.toMillis()));
        settings.setProperty("socketTimeout", String.valueOf(patience.toMillis()));
        return DriverManager.getConnection("jdbc:mysql://%s:%d/%s".formatted(host, port, name), settings);
    }

    @Override
    public String toString() {
        return "%s@%s:%d/%s".formatted(user, host, port, name);
    }
}
