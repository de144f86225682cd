package dev.millrace.contract.capture;

import java.util.Optional;

/// What a configuration says below `databases.<name>`, as text, before it is checked against the other sources.
///
/// @param name of the source
/// @param role `business` or `matomo`; empty when the name says it
/// @param database name of the schema
/// @param tablePrefix Matomo's
/// @param tables names with commas, as the contract has them; empty for all tables of the role
public record SourceClaim(
        String name, Optional<String> role, String database, String tablePrefix, Optional<String> tables) {

    public SourceClaim {
        role = role.map(String::strip).filter(text -> !text.isEmpty());
        tables = tables.map(String::strip).filter(text -> !text.isEmpty());
    }

    String key(String setting) {
        return "databases." + name + "." + setting;
    }
}
