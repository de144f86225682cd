package dev.millrace.stack.load;

import java.sql.Connection;
import java.sql.SQLException;

/// One table's share of a set: a fixed sequence of units, the same at every run. A unit is a row to insert or to
/// change.
public interface LoadStep {

    /// The name under which progress is kept; never changes.
    String name();

    Target target();

    /// The table that is written, for the report.
    String table();

    int units();

    /// Looks whether the target can take the step, before anything of its set is written.
    ///
    /// @throws LoadException when it cannot, saying what to do
    default void check(Connection connection) throws SQLException {}

    /// Writes units `from` (inclusive) to `to` (exclusive) inside the caller's transaction.
    void write(Connection connection, int from, int to) throws SQLException;
}
