package dev.millrace.cdc.capture;

import dev.millrace.cdc.config.DatabaseConfig;
import dev.millrace.contract.capture.SourceTable;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Looks at a source server before anything is captured from it, and says in words what would go wrong: its binlog, the
/// rights of the account, the clocks, the zone, the replication id. Rights are tried, not read: they may come by roles.
public final class SelfCheck {
    /// Beyond it `freshness_ms` would say more about clocks than about freshness.
    private static final Duration MOST_SKEW = Duration.ofSeconds(1);

    /// The servers' error numbers for a missing right (on a database, command, column, or of an administrator).
    private static final Set<Integer> NO_RIGHT = Set.of(1044, 1142, 1143, 1227);

    private static final Pattern LOCKS = Pattern.compile("RELOAD|FLUSH_TABLES|LOCK TABLES|ALL PRIVILEGES");
    private static final Pattern READS_BINLOG =
            Pattern.compile("(REPLICATION SLAVE(,| ON)|ALL PRIVILEGES).* \\*\\.\\* ");

    private static final int SYNTAX_ERROR = 1064;
    private static final double MILLIS_A_SECOND = 1_000;

    private final Connection connection;
    private final DatabaseConfig database;
    private final Dialect dialect;
    private final Clock clock;
    private final List<Finding> findings = new ArrayList<>();

    private SelfCheck(Connection connection, DatabaseConfig database, Clock clock) {
        this.connection = connection;
        this.database = database;
        this.dialect = Dialect.of(database.flavour());
        this.clock = clock;
    }

    /// What was found, fatal things first.
    ///
    /// @param snapshotLockingMode `minimal`, `extended` or `none`: what a first snapshot would do
    public static List<Finding> run(
            Connection connection, DatabaseConfig database, String snapshotLockingMode, Clock clock)
            throws SQLException {
        SelfCheck check = new SelfCheck(connection, database, clock);
        ServerVariables variables = new ServerVariables(check.variables(), check.dialect);
        variables.version().judge(database.role().prefix(), database.flavour()).ifPresent(check.findings::add);
        if (check.findings.stream().anyMatch(Finding::fatal)) {
            return List.copyOf(check.findings); // another flavour's answers would mean nothing
        }
        check.findings.addAll(variables.judge(database.serverId()));
        check.rights(snapshotLockingMode);
        check.replicationId();
        check.clocks();
        check.zone();
        return check.findings.stream()
                .sorted((left, right) -> Boolean.compare(right.fatal(), left.fatal()))
                .toList();
    }

    private Map<String, String> variables() throws SQLException {
        String names =
                ServerVariables.NAMES.stream().map(name -> "'" + name + "'").collect(Collectors.joining(","));
        Map<String, String> values = new HashMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery("SHOW GLOBAL VARIABLES WHERE Variable_name IN (" + names + ")")) {
            while (rows.next()) {
                values.put(rows.getString(1).toLowerCase(Locale.ROOT), rows.getString(2));
            }
        }
        return values;
    }

    private void rights(String snapshotLockingMode) throws SQLException {
        String user = database.user();
        if (!may(dialect.binlogPlace())) {
            findings.add(Finding.error(
                    "account " + user + " may not ask where the binlog is",
                    "GRANT " + dialect.placeRight() + " ON *.* TO '" + user + "'"));
        }
        if (dialect.listingIsReading() ? !may(dialect.replicas()) : !isGranted(READS_BINLOG)) {
            findings.add(Finding.error(
                    "account " + user + " may not read the binlog",
                    "GRANT REPLICATION SLAVE ON *.* TO '" + user + "'"));
        }
        for (SourceTable table : database.source().tables()) {
            String name = "`" + database.name() + "`.`" + table.tableName(database.tablePrefix()) + "`";
            if (!may("SELECT 1 FROM " + name + " LIMIT 0") || !may("SHOW CREATE TABLE " + name)) {
                findings.add(Finding.error(
                        "account " + user + " may not read " + name,
                        "GRANT " + right(table) + " ON " + name + " TO '" + user + "'"));
            }
        }
        signalTable(user);
        if (!snapshotLockingMode.equals("none") && !mayLock()) {
            findings.add(Finding.error(
                    "account " + user + " may not lock tables, which a first snapshot does for a moment",
                    "GRANT RELOAD ON *.* TO '" + user + "', or set capture.snapshot-locking-mode to none and keep DDL"
                            + " away while the snapshot runs"));
        }
    }

    /// A snapshot reads every table that is listed to the account, and any right on it gets it listed.
    private void signalTable(String user) throws SQLException {
        boolean listed = number("SELECT COUNT(*) FROM information_schema.tables WHERE table_schema = '"
                        + database.name().replace("'", "''") + "' AND table_name = '" + SignalTable.NAME + "'")
                > 0;
        String name = "`" + database.name() + "`.`" + SignalTable.NAME + "`";
        if (listed && !may("SELECT 1 FROM " + name + " LIMIT 0")) {
            findings.add(Finding.error(
                    "account " + user + " may not read " + name + ", which a first snapshot does",
                    "GRANT SELECT, INSERT ON " + name + " TO '" + user + "'"));
        }
    }

    /// Of the users, nobody has to be let see more than what is captured. `SHOW CREATE TABLE` then needs a right on the
    /// table as such: `SHOW VIEW` gives nothing away.
    private String right(SourceTable table) {
        return table == SourceTable.USER
                ? "SELECT (" + String.join(", ", database.columns(table)) + "), SHOW VIEW"
                : "SELECT";
    }

    /// Whether the account has the right for a statement, in the first spelling that the server knows.
    private boolean may(List<String> spellings) throws SQLException {
        for (String sql : spellings) {
            try {
                return may(sql);
            } catch (SQLException e) {
                if (e.getErrorCode() != SYNTAX_ERROR) {
                    throw e;
                }
            }
        }
        return true;
    }

    /// A table that does not exist is not a matter of rights, though MySQL says so to accounts without any.
    private boolean may(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
            return true;
        } catch (SQLException e) {
            if (NO_RIGHT.contains(e.getErrorCode())) {
                return false;
            }
            if (e.getErrorCode() == SYNTAX_ERROR) {
                throw e;
            }
            return true;
        }
    }

    /// Locking cannot be tried without an effect on others: what the server lists has to do.
    private boolean mayLock() throws SQLException {
        return isGranted(LOCKS);
    }

    /// Whether the server lists such a right, or a role: who knows what that brings.
    private boolean isGranted(Pattern right) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SHOW GRANTS FOR CURRENT_USER()")) {
            while (rows.next()) {
                String grant = rows.getString(1).toUpperCase(Locale.ROOT);
                if (!grant.contains(" ON ") || right.matcher(grant).find()) {
                    return true;
                }
            }
        }
        return false;
    }

    private void replicationId() throws SQLException {
        if (!may(dialect.replicas())) {
            return;
        }
        for (String sql : dialect.replicas()) {
            try (Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery(sql)) {
                while (rows.next()) {
                    if (rows.getLong(1) == database.serverId()) {
                        findings.add(Finding.warning(
                                "a replica with server-id " + database.serverId() + " is connected",
                                "if it is no earlier run of this connector, choose another databases.*.server-id: the"
                                        + " server throws one of the two out"));
                    }
                }
                return;
            } catch (SQLException e) {
                if (e.getErrorCode() != SYNTAX_ERROR) {
                    throw e;
                }
            }
        }
    }

    private void clocks() throws SQLException {
        Instant before = clock.instant();
        long serverMs = number("SELECT CAST(1000 * UNIX_TIMESTAMP(NOW(3)) AS SIGNED)");
        Duration half = Duration.between(before, clock.instant()).dividedBy(2);
        Duration skew = Duration.between(before.plus(half), Instant.ofEpochMilli(serverMs));
        if (skew.abs().minus(half).compareTo(MOST_SKEW) > 0) {
            findings.add(Finding.warning(
                    "the server's clock is %.1f s %s ours"
                            .formatted(
                                    skew.abs().toMillis() / MILLIS_A_SECOND, skew.isNegative() ? "behind" : "ahead of"),
                    "let both follow a time server (NTP): every figure of freshness is wrong by that much"));
        }
    }

    private void zone() throws SQLException {
        if (database.timeZone().isEmpty()) {
            return;
        }
        ZoneId wanted = database.timeZone().get();
        long serverSeconds = number("SELECT TIMESTAMPDIFF(SECOND, UTC_TIMESTAMP(), NOW())");
        int ourSeconds = wanted.getRules().getOffset(clock.instant()).getTotalSeconds();
        if (serverSeconds != ourSeconds) {
            findings.add(Finding.warning(
                    "the server's clock shows UTC%+.1f h, time-zone %s is UTC%+.1f h"
                            .formatted(hours(serverSeconds), wanted, hours(ourSeconds)),
                    "right only if the programs that write DATETIME columns use " + wanted
                            + " themselves, as Matomo uses UTC; else leave time-zone out"));
        }
    }

    private static double hours(long seconds) {
        return seconds / (double) Duration.ofHours(1).toSeconds();
    }

    private long number(String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        }
    }
}
