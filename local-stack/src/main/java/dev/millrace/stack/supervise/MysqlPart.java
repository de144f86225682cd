package dev.millrace.stack.supervise;

import dev.millrace.stack.embedded.EmbeddedMysql;
import dev.millrace.stack.embedded.MysqlOptions;
import dev.millrace.stack.embedded.Secrets;
import dev.millrace.stack.schema.Schema;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;

/// The embedded MySQL with its accounts and tables.
///
/// @param options where and how
/// @param secrets its passwords
/// @param log its log file
record MysqlPart(MysqlOptions options, Secrets secrets, Path log) implements Part {
    /// Most of it is the first start: unpacking, and creating the system tables.
    private static final Duration START_LIMIT = Duration.ofMinutes(2);

    @Override
    public String name() {
        return "mysql";
    }

    @Override
    public Duration startLimit() {
        return START_LIMIT;
    }

    @Override
    public Running launch() {
        EmbeddedMysql mysql = EmbeddedMysql.start(options, log, secrets);
        try {
            mysql.createAccounts();
            apply(mysql, "dianshu_backend", Schema.BUSINESS);
            apply(mysql, "matomo", Schema.MATOMO);
            return new RunningMysql(mysql, new ProcessRunning(mysql.process(), ReadyProbe.tcp(mysql.port())));
        } catch (RuntimeException e) {
            mysql.close();
            throw e;
        }
    }

    private static void apply(EmbeddedMysql mysql, String database, Schema schema) {
        try (Connection connection = mysql.connect(database, mysql.application())) {
            schema.apply(connection);
        } catch (SQLException e) {
            throw new StackException("cannot create the tables of " + database + ": " + e.getMessage(), e);
        }
    }

    /// Launching it waited until it served.
    private record RunningMysql(EmbeddedMysql mysql, ProcessRunning process) implements Running {

        @Override
        public boolean isAlive() {
            return process.isAlive();
        }

        /// mysqld itself, not the shell that watches over it.
        @Override
        public long pid() {
            return mysql.pid();
        }

        @Override
        public boolean isReady() {
            return process.isReady();
        }

        @Override
        public Optional<String> awaitEnd(Duration limit) throws InterruptedException {
            return process.awaitEnd(limit);
        }

        @Override
        public void stop(Duration patience) {
            mysql.close();
        }
    }
}
