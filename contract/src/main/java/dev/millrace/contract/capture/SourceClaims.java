package dev.millrace.contract.capture;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Checks the sources of one installation against each other: every table comes from exactly one of them, and there is
/// one Matomo (docs/decisions/0011). Connector and topology read the same settings by it.
public final class SourceClaims {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,31}");

    private final Map<SourceTable, SourceClaim> owners = new EnumMap<>(SourceTable.class);
    private final List<CapturedSource> sources = new ArrayList<>();

    private SourceClaims() {}

    /// The sources, shops first, by name.
    ///
    /// @throws IllegalArgumentException naming the key that is wrong and what it may be
    public static List<CapturedSource> check(List<SourceClaim> claims) {
        SourceClaims checked = new SourceClaims();
        claims.stream().sorted(Comparator.comparing(SourceClaim::name)).forEach(checked::add);
        checked.sources.sort(Comparator.comparing(CapturedSource::role).thenComparing(CapturedSource::name));
        return List.copyOf(checked.sources);
    }

    /// The same, with the `user` table exactly when a login has to be found in it: in the source that names
    /// it, else in the first shop that names no tables.
    ///
    /// @param userId what Matomo's `user_id` is
    /// @throws IllegalArgumentException naming the key that is wrong and what it may be
    public static List<CapturedSource> check(List<SourceClaim> claims, MatomoUserId userId) {
        List<CapturedSource> sources = check(claims);
        Optional<CapturedSource> named = sources.stream()
                .filter(source -> source.tables().contains(SourceTable.USER))
                .findFirst();
        if (userId == MatomoUserId.ID) {
            named.ifPresent(source -> refuse(
                    "databases.%s.tables: user is captured only with user-id: user_name or user_email of the Matomo"
                            + " source; take it out, or set that",
                    source.name()));
            return sources;
        }
        if (named.isPresent()) {
            return sources;
        }
        String shop = sources.stream()
                .filter(source -> source.role() == SourceDatabase.BUSINESS)
                .map(CapturedSource::name)
                .filter(name -> claims.stream()
                        .anyMatch(claim ->
                                claim.name().equals(name) && claim.tables().isEmpty()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "databases.%s.user-id is %s, a column of the shop's table user: name user in the tables of the business source that has it"
                                .formatted(matomo(sources), userId.word())));
        return sources.stream()
                .map(source -> source.name().equals(shop) ? source.with(SourceTable.USER) : source)
                .toList();
    }

    private static String matomo(List<CapturedSource> sources) {
        return sources.stream()
                .filter(source -> source.role() == SourceDatabase.MATOMO)
                .map(CapturedSource::name)
                .findFirst()
                .orElse(SourceDatabase.MATOMO.prefix());
    }

    private void add(SourceClaim claim) {
        require(
                NAME.matcher(claim.name()).matches(),
                "databases.%s: a source's name must be 1..32 lower-case letters, digits or -, a letter first",
                claim.name());
        SourceDatabase role = role(claim);
        sources.stream()
                .filter(other -> role == SourceDatabase.MATOMO && other.role() == role)
                .findFirst()
                .ifPresent(other -> refuse(
                        "%s: databases.%s is a Matomo already, and the ids of two Matomos (idvisit, idaction) collide:"
                                + " give the second an installation of its own, or set databases.%s.enabled: false",
                        claim.key("role"), other.name(), other.name()));
        Set<SourceTable> tables = tables(claim, role);
        tables.forEach(table -> own(table, claim));
        tables.addAll(
                SourceTable.of(role).stream().filter(SourceTable::isHeartbeat).toList());
        sources.add(new CapturedSource(
                claim.name(),
                role,
                claim.database(),
                role == SourceDatabase.MATOMO ? claim.tablePrefix() : "",
                List.copyOf(tables)));
    }

    private static SourceDatabase role(SourceClaim claim) {
        String word = claim.role().orElse(claim.name());
        for (SourceDatabase role : SourceDatabase.values()) {
            require(
                    !claim.name().equals(role.prefix()) || word.equals(role.prefix()),
                    "%s must be %s, which the name of the source says: choose another name",
                    claim.key("role"),
                    role.prefix());
        }
        return Arrays.stream(SourceDatabase.values())
                .filter(role -> role.prefix().equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(claim.key("role") + " must be business or matomo, got '"
                        + claim.role().orElse("") + "'"));
    }

    private static Set<SourceTable> tables(SourceClaim claim, SourceDatabase role) {
        Set<SourceTable> tables = EnumSet.noneOf(SourceTable.class);
        if (claim.tables().isEmpty()) {
            tables.addAll(SourceTable.of(role));
            tables.removeIf(SourceTable::isHeartbeat);
        }
        claim.tables().ifPresent(list -> {
            for (String name : list.split(",", -1)) {
                tables.addAll(named(name.strip(), claim, role));
            }
        });
        return tables;
    }

    /// `order_tab` is the older name of `task`: where one is, the other may appear by a rename.
    private static Set<SourceTable> named(String name, SourceClaim claim, SourceDatabase role) {
        SourceTable table = Arrays.stream(SourceTable.values())
                .filter(known -> !known.isHeartbeat())
                .filter(known -> known.tableName("").equals(name.toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("%s: '%s' is no table that can be captured; known: %s%s"
                        .formatted(
                                claim.key("tables"),
                                name,
                                known(role),
                                role == SourceDatabase.MATOMO ? ", without the table-prefix" : "")));
        require(
                table.database() == role,
                "%s: %s is a table of a %s source; known here: %s",
                claim.key("tables"),
                name,
                table.database().prefix(),
                known(role));
        return switch (table) {
            case ORDER_TAB, TASK -> EnumSet.of(SourceTable.ORDER_TAB, SourceTable.TASK);
            default -> EnumSet.of(table);
        };
    }

    private static String known(SourceDatabase role) {
        return Arrays.stream(SourceTable.values())
                .filter(table -> table.database() == role && !table.isHeartbeat())
                .map(table -> table.tableName(""))
                .collect(Collectors.joining(", "));
    }

    private void own(SourceTable table, SourceClaim claim) {
        SourceClaim owner = owners.putIfAbsent(table, claim);
        if (owner != null) {
            refuse(
                    "%s: %s is captured from databases.%s%s already; list in databases.*.tables what each source has"
                            + " (order_tab and task are one table), or set databases.%s.enabled: false",
                    claim.key("tables"),
                    table.tableName(""),
                    owner.name(),
                    owner.tables().isEmpty() ? ", which names no tables and so has all," : "",
                    owner.name());
        }
    }

    private static void require(boolean holds, String message, Object... values) {
        if (!holds) {
            refuse(message, values);
        }
    }

    @SuppressWarnings("AnnotateFormatMethod")
    private static void refuse(String message, Object... values) {
        throw new IllegalArgumentException(message.formatted(values));
    }
}
