package dev.millrace.cdc.admin;

/// Where requests for the reading of one table go.
@FunctionalInterface
public interface SnapshotRequests {

    /// Begins to read; returns at once.
    ///
    /// @param database name of the source; empty for whichever has that table
    /// @param table with or without Matomo's prefix
    /// @throws dev.millrace.cdc.CdcException when it cannot be read now
    SnapshotTicket request(String database, String table);
}
