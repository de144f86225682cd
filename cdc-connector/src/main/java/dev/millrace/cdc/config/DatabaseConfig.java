package dev.millrace.cdc.config;

import static dev.millrace.cdc.config.ConfigException.require;

import dev.millrace.contract.capture.CapturedSource;
import dev.millrace.contract.capture.MatomoUserId;
import dev.millrace.contract.capture.SourceDatabase;
import dev.millrace.contract.capture.SourceTable;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// One source database.
///
/// @param source its name, role, schema and tables
/// @param flavour what kind of server it is on
/// @param host the server
/// @param port 1..65535
/// @param user an account that may SELECT, REPLICATION SLAVE and REPLICATION CLIENT (docs of `capture` say more)
/// @param timeZone how DATETIME columns are read; empty means the server's effective zone, asked at start
/// @param serverId replication id, unique among the replicas of the server
/// @param heartbeatInterval between two updates of the heartbeat row
/// @param sites the Matomo sites whose visits and actions leave the database; empty means all
/// @param userId what Matomo's `user_id` is
/// @param userIdKey key that pseudonymises logins; empty for a shop without captured logins
/// @param driver settings for the JDBC driver, passed on as they are
public record DatabaseConfig(
        CapturedSource source,
        Flavour flavour,
        String host,
        int port,
        String user,
        Secret password,
        Optional<ZoneId> timeZone,
        long serverId,
        Duration heartbeatInterval,
        Set<Integer> sites,
        MatomoUserId userId,
        Secret userIdKey,
        Map<String, String> driver) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_$-]{1,64}");
    private static final int SHORTEST_KEY = 16;

    public DatabaseConfig {
        String key = "databases." + source.name() + ".";
        String name = source.database();
        String tablePrefix = source.tablePrefix();
        require(!host.isBlank(), "%shost must not be empty", key);
        require(port >= 1 && port <= 65_535, "%sport must be 1..65535, got %d", key, port);
        require(NAME.matcher(name).matches(), "%sname must be letters, digits, _, $ or -, got '%s'", key, name);
        require(!user.isBlank(), "%suser must not be empty", key);
        require(
                serverId >= 1 && serverId <= 4_294_967_295L,
                "%sserver-id must be 1..4294967295, got %d",
                key,
                serverId);
        require(
                heartbeatInterval.toMillis() >= 50 && heartbeatInterval.toSeconds() <= 60,
                "%sheartbeat-interval must be 50ms..60s, got %s",
                key,
                heartbeatInterval);
        require(
                tablePrefix.isEmpty() || NAME.matcher(tablePrefix).matches(),
                "%stable-prefix must be letters, digits, _, $ or -, got '%s'",
                key,
                tablePrefix);
        require(
                sites.stream().allMatch(site -> site > 0),
                "%ssites must be idsite numbers with commas, got %s",
                key,
                sites);
        requireLoginKey(source, userIdKey);
        driver.forEach((setting, value) -> requireFile(key + "driver." + setting, value));
        sites = Set.copyOf(sites);
        driver = Map.copyOf(driver);
    }

    private static void requireFile(String key, String value) {
        require(
                !key.endsWith("KeyStoreUrl") || StorePath.of(value).isPresent(),
                "%s must be a path or file:/ and a path, got '%s'",
                key,
                value);
    }

    private static void requireLoginKey(CapturedSource source, Secret key) {
        boolean matomo = source.role() == SourceDatabase.MATOMO;
        require(
                key.value().length() >= SHORTEST_KEY
                        || !(matomo || source.tables().contains(SourceTable.USER)),
                "%suser-id-key must have at least %d characters: it is the secret that hides logins. Set it, or name a"
                        + " file in user-id-key-file beside it",
                matomo ? "databases." + source.name() + "." : "the Matomo source's ",
                SHORTEST_KEY);
    }

    /// All tables of a role, in the source that is named after it.
    public DatabaseConfig(
            SourceDatabase role,
            Flavour flavour,
            String host,
            int port,
            String name,
            String user,
            Secret password,
            Optional<ZoneId> timeZone,
            long serverId,
            Duration heartbeatInterval,
            String tablePrefix,
            Secret userIdKey,
            Map<String, String> driver) {
        this(
                CapturedSource.whole(role, name, tablePrefix),
                flavour,
                host,
                port,
                user,
                password,
                timeZone,
                serverId,
                heartbeatInterval,
                Set.of(),
                MatomoUserId.ID,
                userIdKey,
                driver);
    }

    /// What its tables are.
    public SourceDatabase role() {
        return source.role();
    }

    /// Name of the schema.
    public String name() {
        return source.database();
    }

    /// Matomo's table prefix; without meaning for a shop.
    public String tablePrefix() {
        return source.tablePrefix();
    }

    /// The captured columns of a table.
    public List<String> columns(SourceTable table) {
        List<String> columns = new ArrayList<>(table.columns());
        if (table == SourceTable.USER) {
            userId.column().ifPresent(columns::add);
        }
        return columns;
    }

    /// Name of the engine: transactional id, key of its offsets.
    public String engineName() {
        return "millrace-cdc-" + source.name();
    }

    @Override
    public String toString() {
        return "[%s role=%s flavour=%s host=%s port=%d name=%s tables=%s user=%s password=%s time-zone=%s server-id=%d"
                        .formatted(
                                source.name(),
                                role().prefix(),
                                flavour.word(),
                                host,
                                port,
                                name(),
                                source.tables(),
                                user,
                                password,
                                timeZone.map(ZoneId::getId).orElse("(the server's)"),
                                serverId)
                + " heartbeat-interval=%s table-prefix=%s sites=%s user-id=%s user-id-key=%s driver=%s]"
                        .formatted(
                                heartbeatInterval,
                                tablePrefix(),
                                sites.isEmpty() ? "(all)" : sites,
                                userId.word(),
                                userIdKey,
                                PassedOn.text(driver));
    }
}
