package dev.millrace.stack.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The real server of the class path.
final class EmbeddedMysqlIT {
    private static final Path CACHE = Path.of(System.getProperty("millrace.root", ".."), ".cache");

    @TempDir
    @Nullable
    Path folder;

    @Test
    void keepsRowsAndAccountsOverARestart() throws SQLException {
        try (EmbeddedMysql mysql = EmbeddedMysql.start(options("SYSTEM"))) {
            mysql.createAccounts();
            try (Connection shop = mysql.connect("dianshu_backend", mysql.application())) {
                execute(shop, "CREATE TABLE kept (id INT PRIMARY KEY)");
                execute(shop, "INSERT INTO kept VALUES (7)");
            }
        }
        try (EmbeddedMysql again = EmbeddedMysql.start(options("SYSTEM"))) {
            again.createAccounts();
            try (Connection shop = again.connect("dianshu_backend", again.application())) {
                assertThat(text(shop, "SELECT id FROM kept")).isEqualTo("7");
            }
        }
    }

    @Test
    void logsRowsWithGtidsInTheTimeZoneThatWasAskedFor() throws SQLException {
        try (EmbeddedMysql mysql = EmbeddedMysql.start(options("+08:00"));
                Connection root = mysql.connect("", mysql.admin())) {
            assertThat(text(root, "SELECT TIMEDIFF(NOW(), UTC_TIMESTAMP())")).isEqualTo("08:00:00");
            assertThat(text(
                            root,
                            "SELECT CONCAT_WS(' ', @@gtid_mode, @@binlog_format, @@binlog_row_image,"
                                    + " @@binlog_row_metadata, @@sync_binlog, @@innodb_flush_log_at_trx_commit)"))
                    .isEqualTo("ON ROW FULL FULL 1 1");
        }
    }

    @Test
    void takesOverAServerWhoseStarterLeftItBehind() throws SQLException {
        MysqlOptions options = options("SYSTEM");
        EmbeddedMysql forgotten = EmbeddedMysql.start(options);
        long pid = forgotten.pid();
        try (EmbeddedMysql mysql = EmbeddedMysql.start(options);
                Connection root = mysql.connect("", mysql.admin())) {
            assertThat(text(root, "SELECT 1")).isEqualTo("1");
            assertThat(mysql.pid()).isNotEqualTo(pid);
            assertThat(ProcessHandle.of(pid)).isEmpty();
        }
    }

    @Test
    void tellsWhenTheServerWasKilled() {
        try (EmbeddedMysql mysql = EmbeddedMysql.start(options("SYSTEM"))) {
            ProcessHandle.of(mysql.pid()).orElseThrow().destroyForcibly();
            Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> !mysql.isAlive());
            assertThat(mysql.process().exitValue()).isEqualTo(128 + 9);
        }
    }

    private MysqlOptions options(String timeZone) {
        return new MysqlOptions(java.util.Objects.requireNonNull(folder), CACHE, 0, timeZone);
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String text(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }
}
