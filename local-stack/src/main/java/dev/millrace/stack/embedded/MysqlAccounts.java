package dev.millrace.stack.embedded;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/// The databases and logins of the embedded MySQL.
///
/// The logins use MySQL 8's own default method, `caching_sha2_password`: the older one is gone from MySQL 9 clients.
/// Without TLS a client gets in by it once the server has seen the password since its start.
final class MysqlAccounts {
    static final String BUSINESS = "dianshu_backend";
    static final String MATOMO = "matomo";
    private static final String HEARTBEAT = "millrace_heartbeat";
    private static final String SIGNAL = "millrace_signal";
    private static final String METHOD = " IDENTIFIED WITH caching_sha2_password BY '";

    private final Secrets secrets;

    MysqlAccounts(Secrets secrets) {
        this.secrets = secrets;
    }

    Account admin() {
        return account("root");
    }

    Account application() {
        return account("millrace");
    }

    Account capture() {
        return account("cdc");
    }

    /// The accounts that people and programs log in with.
    List<Account> printed() {
        return List.of(admin(), application(), capture());
    }

    /// What the server runs while it creates its data folder, one statement a line.
    String firstStatements() {
        return "ALTER USER 'root'@'localhost'" + METHOD + admin().password() + "';\n";
    }

    /// Creates what is missing and gives every login the password that our file names.
    void create(Connection root) throws SQLException {
        try (Statement statement = root.createStatement()) {
            // Not a matter of the binlog: it would grow with every start.
            statement.execute("SET sql_log_bin = 0");
            for (String database : List.of(BUSINESS, MATOMO)) {
                statement.execute("CREATE DATABASE IF NOT EXISTS " + database);
            }
            for (Account account : List.of(application(), capture())) {
                String user = "'" + account.user() + "'@'%'";
                statement.execute("CREATE USER IF NOT EXISTS " + user + METHOD + account.password() + "'");
            }
            for (String database : List.of(BUSINESS, MATOMO)) {
                statement.execute("GRANT ALL ON " + database + ".* TO 'millrace'@'%'");
                statement.execute(
                        "GRANT SELECT, INSERT, UPDATE, CREATE ON " + database + "." + HEARTBEAT + " TO 'cdc'@'%'");
                statement.execute("GRANT INSERT, CREATE ON " + database + "." + SIGNAL + " TO 'cdc'@'%'");
            }
            statement.execute("GRANT SELECT, RELOAD, SHOW DATABASES, LOCK TABLES, REPLICATION SLAVE, REPLICATION CLIENT"
                    + " ON *.* TO 'cdc'@'%'");
        }
    }

    private Account account(String user) {
        return new Account(user, secrets.get("mysql." + user));
    }
}
