package dev.millrace.cdc.config;

import dev.millrace.contract.capture.CapturedSource;
import dev.millrace.contract.capture.MatomoUserId;
import dev.millrace.contract.capture.SourceClaim;
import dev.millrace.contract.capture.SourceClaims;
import dev.millrace.contract.capture.SourceDatabase;
import dev.millrace.contract.capture.SourceTable;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// Reads `databases`: a map of freely named sources, checked against each other.
final class DatabasesLoader {
    private static final Set<String> KEYS = Set.of(
            "enabled",
            "role",
            "flavour",
            "host",
            "port",
            "name",
            "tables",
            "user",
            "password",
            "password-file",
            "time-zone",
            "server-id",
            "heartbeat-interval",
            "driver");
    private static final Set<String> MATOMO_KEYS =
            Set.of("table-prefix", "sites", "user-id", "user-id-key", "user-id-key-file");

    private static final int MYSQL_PORT = 3306;
    private static final Duration HEARTBEAT = Duration.ofMillis(500);
    private static final String MATOMO_PREFIX = "matomo_";

    private DatabasesLoader() {}

    /// The sources that are switched on, shops first.
    static List<DatabaseConfig> read(ConfigTree databases) {
        List<SourceClaim> claims = databases.children().stream()
                .filter(tree -> tree.flag("enabled", true))
                .map(DatabasesLoader::claim)
                .toList();
        Optional<CapturedSource> matomo = refusing(() -> SourceClaims.check(claims)).stream()
                .filter(source -> source.role() == SourceDatabase.MATOMO)
                .findFirst();
        Logins logins = matomo.map(source -> Logins.read(databases.child(source.name())))
                .orElse(Logins.NONE);
        return refusing(() -> SourceClaims.check(claims, logins.userId())).stream()
                .map(source -> database(source, databases.child(source.name()), logins))
                .toList();
    }

    private static List<CapturedSource> refusing(Supplier<List<CapturedSource>> check) {
        try {
            return check.get();
        } catch (IllegalArgumentException e) {
            throw new ConfigException(String.valueOf(e.getMessage()));
        }
    }

    private static SourceClaim claim(ConfigTree tree) {
        return new SourceClaim(
                tree.name(),
                tree.text("role"),
                tree.text("name").orElse(""),
                tree.text("table-prefix").orElse(MATOMO_PREFIX),
                tree.list("tables"));
    }

    private static DatabaseConfig database(CapturedSource source, ConfigTree tree, Logins logins) {
        boolean matomo = source.role() == SourceDatabase.MATOMO;
        Set<String> known = new TreeSet<>(KEYS);
        known.addAll(matomo ? MATOMO_KEYS : Set.of());
        tree.only(known);
        boolean asksForLogins = matomo || source.tables().contains(SourceTable.USER);
        tree.required("name");
        return new DatabaseConfig(
                source,
                flavour(tree),
                tree.required("host"),
                tree.number("port", MYSQL_PORT),
                tree.required("user"),
                password(tree),
                tree.text("time-zone").filter(zone -> !zone.isBlank()).map(zone -> zone(tree, zone)),
                tree.bigNumber("server-id"),
                tree.duration("heartbeat-interval", HEARTBEAT),
                sites(tree),
                asksForLogins ? logins.userId() : MatomoUserId.ID,
                asksForLogins ? logins.secret() : new Secret(""),
                tree.leaves("driver"));
    }

    private static Flavour flavour(ConfigTree tree) {
        String word = tree.text("flavour").orElse(Flavour.MYSQL.word());
        return Flavour.of(word.strip())
                .orElseThrow(() ->
                        new ConfigException(tree.key("flavour") + " must be mysql or mariadb, got '" + word + "'"));
    }

    private static Secret password(ConfigTree tree) {
        return tree.secret("password")
                .orElseThrow(() -> new ConfigException("%s or %s must be set, or %s: false"
                        .formatted(tree.key("password"), tree.key("password-file"), tree.key("enabled"))));
    }

    private static Set<Integer> sites(ConfigTree tree) {
        String list = tree.list("sites").orElse("");
        try {
            return Arrays.stream(list.split(",", -1))
                    .map(String::strip)
                    .filter(site -> !site.isEmpty())
                    .map(Integer::valueOf)
                    .collect(Collectors.toUnmodifiableSet());
        } catch (NumberFormatException e) {
            throw new ConfigException(tree.key("sites") + " must be idsite numbers with commas, got '" + list + "'");
        }
    }

    private static ZoneId zone(ConfigTree tree, String zone) {
        try {
            return ZoneId.of(zone.strip());
        } catch (DateTimeException e) {
            throw new ConfigException(
                    tree.key("time-zone") + " must be a zone such as Asia/Shanghai, +08:00 or UTC, got '" + zone + "'");
        }
    }

    /// What Matomo's `user_id` is, and how it is hidden.
    private record Logins(MatomoUserId userId, Secret secret) {
        static final Logins NONE = new Logins(MatomoUserId.ID, new Secret(""));

        static Logins read(ConfigTree matomo) {
            String word = matomo.text("user-id").orElse(MatomoUserId.ID.word());
            return new Logins(
                    MatomoUserId.of(word.strip())
                            .orElseThrow(() -> new ConfigException(matomo.key("user-id")
                                    + " must be id, user_name or user_email, got '" + word + "'")),
                    matomo.secret("user-id-key").orElse(new Secret("")));
        }
    }
}
