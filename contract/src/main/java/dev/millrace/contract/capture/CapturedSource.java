package dev.millrace.contract.capture;

import java.util.ArrayList;
import java.util.List;

/// One captured database: a schema on a server that holds all tables of a role, or some of them.
///
/// @param name as the configuration calls it (`databases.<name>`): prefix of its topics, name of its engine and of its
///     progress
/// @param role what its tables are
/// @param database name of the schema
/// @param tablePrefix Matomo's; without meaning for a shop
/// @param tables what is captured, in snapshot order, the heartbeat last
public record CapturedSource(
        String name, SourceDatabase role, String database, String tablePrefix, List<SourceTable> tables) {

    public CapturedSource {
        tables = List.copyOf(tables);
    }

    /// The source that is named after its role and has all of its tables.
    public static CapturedSource whole(SourceDatabase role, String database, String tablePrefix) {
        return new CapturedSource(role.prefix(), role, database, tablePrefix, SourceTable.of(role));
    }

    /// The same, with one more table.
    public CapturedSource with(SourceTable table) {
        List<SourceTable> more = new ArrayList<>(tables);
        more.add(table);
        more.sort(java.util.Comparator.naturalOrder());
        return new CapturedSource(name, role, database, tablePrefix, more);
    }

    /// The name of one of its tables in the schema.
    public String tableName(SourceTable table) {
        return table.tableName(tablePrefix);
    }
}
