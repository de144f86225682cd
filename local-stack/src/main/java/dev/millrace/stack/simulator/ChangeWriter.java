package dev.millrace.stack.simulator;

import java.sql.Connection;
import java.sql.SQLException;

/// Turns changes of one database into rows.
interface ChangeWriter<C extends Change> {

    /// Prepares for a new connection.
    void connected(Connection connection) throws SQLException;

    /// Writes one change in the caller's transaction and says how many rows it changed. May run again for the same
    /// change when the transaction failed.
    int write(C change) throws SQLException;
}
