package dev.millrace.stack.embedded;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/// How an embedded MySQL runs.
///
/// @param dataDir folder of this server: its tables, log and pid file; created when absent
/// @param cacheDir where server programs are unpacked once, shared by all data folders
/// @param port TCP port on 127.0.0.1, 0 = choose a free one
/// @param timeZone the server's zone: `SYSTEM` or an offset such as `+08:00`
/// @param release which MySQL
/// @param more options of mysqld that go over ours
public record MysqlOptions(
        Path dataDir, Path cacheDir, int port, String timeZone, MysqlRelease release, List<String> more) {
    private static final Pattern ZONE = Pattern.compile("SYSTEM|[+-](0\\d|1[0-4]):[0-5]\\d");

    public MysqlOptions {
        if (port < 0 || port > 65535) {
            throw new IllegalArgumentException("MySQL port must be 0..65535, got " + port);
        }
        if (!ZONE.matcher(timeZone).matches()) {
            throw new IllegalArgumentException(
                    "MySQL time zone must be SYSTEM or an offset such as +08:00, got " + timeZone);
        }
        dataDir = dataDir.toAbsolutePath().normalize();
        cacheDir = cacheDir.toAbsolutePath().normalize();
        more = List.copyOf(more);
    }

    /// The MySQL of the class path, with our options alone.
    public MysqlOptions(Path dataDir, Path cacheDir, int port, String timeZone) {
        this(dataDir, cacheDir, port, timeZone, MysqlRelease.EIGHT, List.of());
    }

    /// The folder of the server's tables.
    Path tables() {
        return dataDir.resolve("tables");
    }

    /// Where they are created; they move when they are complete.
    Path unfinishedTables() {
        return dataDir.resolve("tables.new");
    }

    Path pidFile() {
        return dataDir.resolve("mysqld.pid");
    }

    Path logFile() {
        return dataDir.resolve("mysqld.log");
    }
}
