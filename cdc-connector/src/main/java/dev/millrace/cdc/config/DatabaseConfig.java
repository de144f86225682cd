package dev.millrace.cdc.config;

import static dev.millrace.cdc.config.ConfigException.require;

import dev.millrace.contract.capture.SourceDatabase;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// One source database.
///
/// @param role which of the captured databases it is
/// @param host MySQL server
/// @param port 1..65535
/// @param name schema name
/// @param user an account that may SELECT, REPLICATION SLAVE and REPLICATION CLIENT (docs of `capture` say more)
/// @param timeZone how DATETIME columns are read; empty means the server's effective zone, asked at start
/// @param serverId replication id, unique among the replicas of the server
/// @param heartbeatInterval between two updates of the heartbeat row
/// @param tablePrefix Matomo's table prefix; empty for the business database
/// @param userIdKey key that pseudonymises Matomo logins; empty for the business database
/// @param driver settings for the JDBC driver, passed on as they are
public record DatabaseConfig(
        SourceDatabase role,
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
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_$-]{1,64}");
    private static final int SHORTEST_KEY = 16;

    public DatabaseConfig {
        String key = "databases." + role.prefix() + ".";
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
                role != SourceDatabase.MATOMO || userIdKey.value().length() >= SHORTEST_KEY,
                "%suser-id-key must have at least %d characters: it is the secret that hides Matomo logins. Set it, or"
                        + " name a file in %suser-id-key-file",
                key,
                SHORTEST_KEY,
                key);
        driver = Map.copyOf(driver);
    }

    /// Name of the engine: transactional id, key of its offsets.
    public String engineName() {
        return "millrace-cdc-" + role.prefix();
    }

    @Override
    public String toString() {
        return "[%s host=%s port=%d name=%s user=%s password=%s time-zone=%s server-id=%d heartbeat-interval=%s"
                        .formatted(
                                role.prefix(),
                                host,
                                port,
                                name,
                                user,
                                password,
                                timeZone.map(ZoneId::getId).orElse("(the server's)"),
                                serverId,
                                heartbeatInterval)
                + " table-prefix=%s user-id-key=%s driver=%s]".formatted(tablePrefix, userIdKey, PassedOn.text(driver));
    }
}
