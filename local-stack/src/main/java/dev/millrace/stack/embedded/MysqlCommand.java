package dev.millrace.stack.embedded;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The command lines of mysqld.
///
/// The server runs under a two-line shell: mysqld itself cannot watch a pipe, and without one it would outlive a
/// supervisor that was killed.
final class MysqlCommand {

    /// Runs the words after it, ends them when standard input ends, and returns their exit code.
    private static final String WATCH = "exec 3<&0; stop=; server=; "
            + "trap 'stop=1; if [ -n \"$server\" ]; then kill -TERM $server; fi' TERM; "
            + "\"$@\" 3<&- </dev/null & server=$!; "
            + "if [ -n \"$stop\" ]; then kill -TERM $server; fi; trap '' INT HUP; "
            + "{ read -r nothing <&3; kill -TERM $server; } & watch=$!; "
            + "wait $server; code=$?; while kill -0 $server 2>/dev/null; do wait $server; code=$?; done; "
            + "kill $watch 2>/dev/null; exit $code";

    private final MysqlDistribution distribution;
    private final MysqlOptions options;

    MysqlCommand(MysqlDistribution distribution, MysqlOptions options) {
        this.distribution = distribution;
        this.options = options;
    }

    /// Creates empty system tables in `tables` and runs the statements of the file `initFile`, then ends.
    List<String> initialise(Path tables, Path initFile) {
        List<String> command = common(tables);
        command.addAll(List.of("--initialize-insecure", "--init-file=" + initFile));
        return command;
    }

    /// Threads that wait sleep. By default they spin, which on two cores takes more than half of the CPU of a commit.
    private static final List<String> NO_SPINNING = List.of(
            "--innodb-log-spin-cpu-pct-hwm=0",
            "--innodb-log-wait-for-flush-spin-hwm=0",
            "--innodb-spin-wait-delay=0",
            "--innodb-sync-spin-loops=0");

    /// Serves until it is told to stop.
    List<String> serve(int port) {
        List<String> command = common(options.tables());
        command.addAll(List.of(
                "--bind-address=127.0.0.1",
                "--port=" + port,
                "--mysqlx=OFF",
                // Relative to the data folder: the path of a Unix socket may not exceed 107 characters.
                "--socket=mysqld.sock",
                "--pid-file=" + options.pidFile(),
                "--default-time-zone=" + options.timeZone(),
                "--server-id=" + (1 + port),
                "--log-bin=binlog",
                "--binlog-row-image=FULL",
                "--binlog-row-metadata=FULL",
                "--gtid-mode=ON",
                "--enforce-gtid-consistency=ON",
                "--binlog-expire-logs-seconds=604800"));
        command.addAll(NO_SPINNING);
        command.addAll(distribution.serving());
        command.addAll(options.more());
        return watched(command);
    }

    /// The command under the shell that ends it when standard input ends.
    static List<String> watched(List<String> server) {
        List<String> command = new ArrayList<>(OwnSession.prefix());
        command.addAll(List.of("sh", "-c", WATCH, "mysqld"));
        command.addAll(server);
        return command;
    }

    private List<String> common(Path tables) {
        List<String> command = new ArrayList<>(distribution.program());
        command.addAll(List.of(
                "--no-defaults",
                "--user=" + System.getProperty("user.name"),
                "--datadir=" + tables,
                "--innodb-buffer-pool-size=128M",
                "--performance-schema=OFF",
                "--log-error-verbosity=2"));
        command.addAll(distribution.always());
        return command;
    }
}
