package dev.millrace.stack.embedded;

import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/// The host's MariaDB as a child process on 127.0.0.1 with a data folder of its own and a row binlog.
public final class MariadbServer implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Path PROGRAM = Path.of("/usr/sbin/mariadbd");
    private static final Path SCRIPTS = Path.of("/usr/share/mysql");
    private static final Account ADMIN = new Account("root", "for this test only");

    private final Process watcher;
    private final int port;

    private MariadbServer(Process watcher, int port) {
        this.watcher = watcher;
        this.port = port;
    }

    /// Whether this host has a 10.x; Debian's package is `mariadb-server-core`, which starts no service.
    public static boolean isOnHost() {
        return Files.isExecutable(PROGRAM) && Files.exists(SCRIPTS.resolve("mysql_system_tables.sql"));
    }

    /// Starts a new server. Returns when it takes connections.
    ///
    /// @param folder for its tables and log
    /// @param timeZone `SYSTEM` or an offset
    /// @param options further words for its command line
    public static MariadbServer start(Path folder, String timeZone, String... options) throws IOException {
        Path tables = Files.createDirectories(folder.toAbsolutePath()).resolve("tables");
        Path log = folder.toAbsolutePath().resolve("mariadbd.log");
        install(folder, tables);
        Path accounts = folder.toAbsolutePath().resolve("init.sql");
        Files.writeString(
                accounts,
                "CREATE OR REPLACE USER 'root'@'127.0.0.1' IDENTIFIED BY '%s';\nGRANT ALL ON *.* TO 'root'@'127.0.0.1' WITH GRANT OPTION;\n"
                        .formatted(ADMIN.password()));
        int port = FreePorts.one();
        List<String> command = new ArrayList<>(List.of(
                PROGRAM.toString(),
                "--no-defaults",
                "--user=" + System.getProperty("user.name"),
                "--datadir=" + tables,
                "--bind-address=127.0.0.1",
                "--port=" + port,
                "--socket=mariadbd.sock",
                "--pid-file=" + folder.toAbsolutePath().resolve("mariadbd.pid"),
                "--init-file=" + accounts,
                "--default-time-zone=" + timeZone,
                "--skip-name-resolve",
                "--character-set-server=utf8mb4",
                "--innodb-buffer-pool-size=64M",
                "--innodb-log-file-size=16M",
                "--server-id=" + (1 + port),
                "--log-bin=binlog",
                "--binlog-format=ROW",
                "--binlog-row-image=FULL",
                "--gtid-strict-mode=ON"));
        command.addAll(List.of(options));
        Process watcher = new ProcessBuilder(MysqlCommand.watched(command))
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        MariadbServer server = new MariadbServer(watcher, port);
        server.awaitConnections(log);
        return server;
    }

    /// What `mariadb-install-db` does; it needs a program of the client's package, and this does not.
    private static void install(Path folder, Path tables) throws IOException {
        Files.createDirectories(tables);
        StringBuilder sql = new StringBuilder("CREATE DATABASE mysql;\nUSE mysql;\nSET @auth_root_socket = NULL;\n");
        for (String script : List.of("system_tables", "performance_tables", "system_tables_data")) {
            sql.append(Files.readString(SCRIPTS.resolve("mysql_" + script + ".sql")));
        }
        Path file = Files.writeString(folder.resolve("install.sql"), sql);
        Process made = new ProcessBuilder(
                        PROGRAM.toString(),
                        "--no-defaults",
                        "--bootstrap",
                        "--datadir=" + tables,
                        "--user=" + System.getProperty("user.name"),
                        "--innodb-log-file-size=16M")
                .redirectInput(file.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("install.log").toFile())
                .start();
        if (made.onExit()
                        .completeOnTimeout(made, LIMIT.toSeconds(), TimeUnit.SECONDS)
                        .join()
                        .isAlive()
                || made.exitValue() != 0) {
            made.destroyForcibly();
            throw new EmbeddedException(
                    "MariaDB could not create its data folder: " + Files.readString(folder.resolve("install.log")));
        }
    }

    private void awaitConnections(Path log) {
        Awaitility.await().atMost(LIMIT).pollInterval(Duration.ofMillis(50)).untilAsserted(() -> {
            if (!watcher.isAlive()) {
                throw new EmbeddedException("MariaDB ended while starting: " + Files.readString(log));
            }
            assertThatCode(() -> connect("").close()).doesNotThrowAnyException();
        });
    }

    public int port() {
        return port;
    }

    /// A connection with all rights; the caller closes it.
    public Connection connect(String database) throws SQLException {
        return DriverManager.getConnection(
                "jdbc:mysql://127.0.0.1:" + port + "/" + database + "?sslMode=DISABLED&connectTimeout=5000",
                ADMIN.user(),
                ADMIN.password());
    }

    /// Runs statements with all rights.
    public void admin(String... statements) throws SQLException {
        try (Connection connection = connect("");
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    @Override
    public void close() {
        watcher.destroy();
        try {
            if (!watcher.waitFor(LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                watcher.descendants().forEach(ProcessHandle::destroyForcibly);
                watcher.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
