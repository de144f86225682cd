package dev.millrace.cdc.admin;

/// A request that was taken.
///
/// @param id by which `/status` names it
/// @param database name of the source
/// @param table as the database calls it
public record SnapshotTicket(String id, String database, String table) {}
