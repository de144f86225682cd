package dev.millrace.stack.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Comparator;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A real MySQL, 8.0.15 unless another release is asked for, with row binlog and GTIDs as a child process on 127.0.0.1.
///
/// Starting on a data folder that was used before continues with its tables; a server that was left running on it by a
/// starter that died is stopped first. The server also stops when this process dies.
public final class EmbeddedMysql implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedMysql.class);
    private static final Duration START_LIMIT = Duration.ofSeconds(90);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(20);
    private static final long POLL_MS = 50;
    private static final String URL_OPTIONS =
            "?sslMode=DISABLED&allowPublicKeyRetrieval=true&connectTimeout=5000&socketTimeout=60000";

    private final Process watcher;
    private final MysqlOptions options;
    private final Path logFile;
    private final MysqlAccounts accounts;
    private final int port;

    private EmbeddedMysql(Process watcher, MysqlOptions options, Path logFile, MysqlAccounts accounts, int port) {
        this.watcher = watcher;
        this.options = options;
        this.logFile = logFile;
        this.accounts = accounts;
        this.port = port;
    }

    /// Starts a server that keeps its log and its passwords in its data folder. Returns when it takes connections.
    public static EmbeddedMysql start(MysqlOptions options) {
        return start(options, options.logFile(), new Secrets(options.dataDir().resolve("secrets.properties")));
    }

    /// Starts a server. Returns when it takes connections.
    ///
    /// @throws EmbeddedException when it does not run on this machine or does not answer in time
    public static EmbeddedMysql start(MysqlOptions options, Path logFile, Secrets secrets) {
        MysqlDistribution distribution = options.release().in(options.cacheDir());
        MysqlAccounts accounts = new MysqlAccounts(secrets);
        MysqlCommand command = new MysqlCommand(distribution, options);
        try {
            Files.createDirectories(options.dataDir());
            LeftoverServer.stop(options);
            if (!Files.exists(options.tables())) {
                initialise(distribution, command, options, logFile, accounts);
            }
            Files.deleteIfExists(options.pidFile());
            int port = options.port() == 0 ? FreePorts.one() : options.port();
            ProcessBuilder builder = new ProcessBuilder(command.serve(port))
                    .directory(options.dataDir().toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(logFile.toFile()));
            builder.environment().putAll(distribution.environment());
            var server = new EmbeddedMysql(builder.start(), options, logFile, accounts, port);
            server.awaitConnections();
            return server;
        } catch (IOException e) {
            throw new EmbeddedException("cannot start MySQL in " + options.dataDir() + ": " + e.getMessage(), e);
        }
    }

    /// The TCP port on 127.0.0.1.
    public int port() {
        return port;
    }

    /// The process id of mysqld itself.
    public long pid() {
        return LeftoverServer.readPid(options.pidFile()).orElseGet(watcher::pid);
    }

    /// Where to connect with JDBC; `database` may be empty.
    public String jdbcUrl(String database) {
        return "jdbc:mysql://127.0.0.1:" + port + "/" + database + URL_OPTIONS;
    }

    /// `root`, with all rights.
    public Account admin() {
        return accounts.admin();
    }

    /// `millrace`: all rights on the shop's and on Matomo's database. After [#createAccounts].
    public Account application() {
        return accounts.application();
    }

    /// `cdc`: what a capturing connector needs and no more. After [#createAccounts].
    public Account capture() {
        return accounts.capture();
    }

    /// Creates the databases and the accounts that are missing, and logs in once with each, so that the server knows
    /// them well enough to take their clients without TLS. Needed after every start.
    public void createAccounts() {
        try (Connection root = connect("", admin())) {
            accounts.create(root);
            for (Account account : accounts.printed()) {
                connect("", account).close();
            }
        } catch (SQLException e) {
            throw new EmbeddedException("cannot create the accounts of MySQL: " + e.getMessage(), e);
        }
    }

    /// Opens a connection; the caller closes it.
    public Connection connect(String database, Account account) throws SQLException {
        return DriverManager.getConnection(jdbcUrl(database), account.user(), account.password());
    }

    /// Whether the server process runs.
    public boolean isAlive() {
        return watcher.isAlive();
    }

    /// The process to watch: it ends when mysqld does, with its exit code.
    public Process process() {
        return watcher;
    }

    /// Stops the server in order; kills it when that takes too long.
    @Override
    public void close() {
        watcher.destroy();
        try {
            if (!watcher.waitFor(STOP_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                LeftoverServer.stop(options);
                watcher.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // it is told to stop, and the next start waits for that
        }
    }

    private static void initialise(
            MysqlDistribution distribution,
            MysqlCommand command,
            MysqlOptions options,
            Path logFile,
            MysqlAccounts accounts)
            throws IOException {
        LOG.atInfo().addKeyValue("folder", options.tables()).log("creating a MySQL data folder");
        Path unfinished = options.unfinishedTables();
        delete(unfinished);
        Path statements = options.dataDir().resolve("init.sql");
        PrivateFiles.write(statements, accounts.firstStatements());
        try {
            var made = Commands.run(
                    options.dataDir(),
                    distribution.environment(),
                    START_LIMIT,
                    command.initialise(unfinished, statements));
            Files.writeString(logFile, made.output());
            if (!made.ok()) {
                delete(unfinished);
                throw new EmbeddedException("MySQL could not create its data folder, see " + logFile + ": "
                        + made.output().strip());
            }
            Files.move(unfinished, options.tables(), StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(statements);
        }
    }

    private static void delete(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (var paths = Files.walk(folder)) {
                for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
    }

    private void awaitConnections() {
        long deadline = System.nanoTime() + START_LIMIT.toNanos();
        String reason = "no answer";
        while (System.nanoTime() < deadline) {
            try {
                connect("", admin()).close();
                return;
            } catch (SQLException e) {
                reason = String.valueOf(e.getMessage());
            }
            try {
                if (watcher.waitFor(POLL_MS, TimeUnit.MILLISECONDS)) {
                    throw new EmbeddedException(
                            "MySQL ended with code " + watcher.exitValue() + " while starting, see " + logFile);
                }
            } catch (InterruptedException e) {
                close();
                Thread.currentThread().interrupt();
                throw new EmbeddedException("interrupted while MySQL was starting", e);
            }
        }
        close();
        throw new EmbeddedException(
                "MySQL took no connection within " + START_LIMIT + " (" + reason + "), see " + logFile);
    }
}
