package dev.millrace.stack.cdc;

import dev.millrace.contract.capture.SourceDatabase;
import dev.millrace.stack.embedded.Account;
import dev.millrace.stack.embedded.MariadbServer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/// A server of either flavour with the tables of both databases, and an account with the documented rights alone.
sealed interface ShopServer extends AutoCloseable {
    Account CAPTURE = new Account("least", "for this test only");

    /// The setting `flavour`.
    String flavour();

    int port();

    /// A connection with all rights; the caller closes it.
    Connection connect(String database) throws SQLException;

    /// What a session that purges sets first; empty text where nothing is needed.
    String purging();

    @Override
    void close();

    /// Runs statements in one session, each in a transaction of its own.
    default void execute(SourceDatabase database, String... statements) throws SQLException {
        execute(database, List.of(statements));
    }

    /// Runs statements in one session, each in a transaction of its own.
    default void execute(SourceDatabase database, List<String> statements) throws SQLException {
        try (Connection connection = connect(SourceServer.name(database));
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    /// MySQL.
    record OnMysql(SourceServer source) implements ShopServer {
        static OnMysql start(SourceServer source) throws SQLException {
            OnMysql server = new OnMysql(source);
            server.execute(SourceDatabase.BUSINESS, account("REPLICATION CLIENT"));
            // The first login of an account tells the server its password, so that the next needs no TLS.
            source.mysql().connect("", CAPTURE).close();
            return server;
        }

        @Override
        public String flavour() {
            return "mysql";
        }

        @Override
        public int port() {
            return source.mysql().port();
        }

        @Override
        public Connection connect(String database) throws SQLException {
            return source.mysql().connect(database, source.mysql().admin());
        }

        @Override
        public String purging() {
            return "SET SESSION binlog_rows_query_log_events = ON";
        }

        @Override
        public void close() {
            source.close();
        }
    }

    /// MariaDB.
    record OnMariadb(MariadbServer mariadb) implements ShopServer {
        static OnMariadb start(Path folder, String timeZone) throws Exception {
            OnMariadb server = new OnMariadb(MariadbServer.start(folder, timeZone));
            for (SourceDatabase database : SourceDatabase.values()) {
                String name = SourceServer.name(database);
                server.mariadb.admin("CREATE DATABASE " + name + " CHARACTER SET utf8mb4");
                try (Connection connection = server.connect(name)) {
                    SourceServer.schema(database).apply(connection);
                }
            }
            server.execute(SourceDatabase.BUSINESS, account("BINLOG MONITOR"));
            return server;
        }

        @Override
        public String flavour() {
            return "mariadb";
        }

        @Override
        public int port() {
            return mariadb.port();
        }

        @Override
        public Connection connect(String database) throws SQLException {
            return mariadb.connect(database);
        }

        @Override
        public String purging() {
            return "DO 0"; // it writes every statement into the binlog, unless binlog_annotate_row_events is off
        }

        @Override
        public void close() {
            mariadb.close();
        }
    }

    /// The rights that docs/operations/cdc.md lists.
    private static List<String> account(String placeRight) {
        String signals = "(id VARCHAR(64) PRIMARY KEY, type VARCHAR(32) NOT NULL, data VARCHAR(2048) NOT NULL)";
        return List.of(
                "CREATE TABLE dianshu_backend.millrace_signal " + signals,
                "CREATE TABLE matomo.millrace_signal " + signals,
                "CREATE USER 'least'@'%' IDENTIFIED BY '" + CAPTURE.password() + "'",
                "GRANT REPLICATION SLAVE, " + placeRight + ", RELOAD ON *.* TO 'least'@'%'",
                "GRANT SELECT ON dianshu_backend.* TO 'least'@'%'",
                "GRANT SELECT ON matomo.* TO 'least'@'%'",
                "GRANT INSERT, UPDATE ON dianshu_backend.millrace_heartbeat TO 'least'@'%'",
                "GRANT INSERT, UPDATE ON matomo.millrace_heartbeat TO 'least'@'%'",
                "GRANT INSERT ON dianshu_backend.millrace_signal TO 'least'@'%'",
                "GRANT INSERT ON matomo.millrace_signal TO 'least'@'%'");
    }
}
