package dev.millrace.stack.cdc;

import dev.millrace.cdc.config.DatabaseConfig;
import dev.millrace.cdc.config.Flavour;
import dev.millrace.cdc.config.Secret;
import dev.millrace.contract.capture.SourceDatabase;
import dev.millrace.stack.embedded.Account;
import dev.millrace.stack.embedded.EmbeddedMysql;
import dev.millrace.stack.embedded.MysqlOptions;
import dev.millrace.stack.embedded.MysqlRelease;
import dev.millrace.stack.schema.Schema;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A MySQL with the tables of both databases.
record SourceServer(EmbeddedMysql mysql) implements AutoCloseable {
    static final Path CACHE = Path.of(System.getProperty("millrace.root", ".."), ".cache");

    static SourceServer start(Path folder, String timeZone) throws SQLException {
        return start(new MysqlOptions(folder, CACHE, 0, timeZone));
    }

    static SourceServer start(Path folder, String timeZone, MysqlRelease release) throws SQLException {
        return start(new MysqlOptions(folder, CACHE, 0, timeZone, release, List.of()));
    }

    /// With options of mysqld that go over ours.
    static SourceServer start(Path folder, String timeZone, List<String> more) throws SQLException {
        return start(new MysqlOptions(folder, CACHE, 0, timeZone, MysqlRelease.EIGHT, more));
    }

    private static SourceServer start(MysqlOptions options) throws SQLException {
        EmbeddedMysql mysql = EmbeddedMysql.start(options);
        mysql.createAccounts();
        for (SourceDatabase database : SourceDatabase.values()) {
            try (Connection connection = mysql.connect(name(database), mysql.admin())) {
                schema(database).apply(connection);
            }
        }
        return new SourceServer(mysql);
    }

    static String name(SourceDatabase database) {
        return switch (database) {
            case BUSINESS -> "dianshu_backend";
            case MATOMO -> "matomo";
        };
    }

    static Schema schema(SourceDatabase database) {
        return switch (database) {
            case BUSINESS -> Schema.BUSINESS;
            case MATOMO -> Schema.MATOMO;
        };
    }

    /// Runs statements as the shop does, each in a transaction of its own.
    void execute(SourceDatabase database, String... statements) throws SQLException {
        try (Connection connection = mysql.connect(name(database), mysql.application());
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    /// How a connector reads the database, with no more rights than it needs.
    DatabaseConfig config(SourceDatabase database, Duration heartbeat) {
        Account account = mysql.capture();
        boolean matomo = database == SourceDatabase.MATOMO;
        return new DatabaseConfig(
                database,
                Flavour.MYSQL,
                "127.0.0.1",
                mysql.port(),
                name(database),
                account.user(),
                new Secret(account.password()),
                Optional.empty(),
                8401 + database.ordinal(),
                heartbeat,
                matomo ? "matomo_" : "",
                new Secret(matomo ? "a key for this test" : ""),
                Map.of());
    }

    @Override
    public void close() {
        mysql.close();
    }
}
