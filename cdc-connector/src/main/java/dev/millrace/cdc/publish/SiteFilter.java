package dev.millrace.cdc.publish;

import java.util.Optional;
import java.util.Set;
import org.apache.kafka.connect.data.Struct;

/// Keeps visits and actions of other Matomo sites at home, as if the captured sites were the whole database.
///
/// A row that an update moves into a captured site begins there: it is told as created, without what it was
/// before. One that is moved out ends untold, as rows do that Matomo drops. A row without an idsite belongs to
/// no site.
final class SiteFilter {
    private static final String SITE = "idsite";

    private final Set<Integer> sites;

    /// @param sites empty means all
    SiteFilter(Set<Integer> sites) {
        this.sites = Set.copyOf(sites);
    }

    /// The change as it may leave; empty when it may not.
    Optional<Change.Row> apply(Change.Row row) {
        if (sites.isEmpty() || !row.table().hasSite()) {
            return Optional.of(row);
        }
        boolean before = row.before().filter(this::isOurs).isPresent();
        boolean after = row.after().filter(this::isOurs).isPresent();
        return switch (row.op()) {
            case "d" -> before ? Optional.of(row) : Optional.empty();
            case "u" -> after ? Optional.of(before ? row : created(row)) : Optional.empty();
            default -> after ? Optional.of(row) : Optional.empty();
        };
    }

    private boolean isOurs(Struct image) {
        Long site = Change.number(image, SITE);
        return site != null && site == site.intValue() && sites.contains(site.intValue());
    }

    private static Change.Row created(Change.Row moved) {
        Struct created = new Struct(moved.envelope().schema());
        created.schema()
                .fields()
                .forEach(field -> created.put(field, moved.envelope().getWithoutDefault(field.name())));
        return new Change.Row(
                moved.record(), moved.table(), created.put("op", "c").put("before", null));
    }
}
