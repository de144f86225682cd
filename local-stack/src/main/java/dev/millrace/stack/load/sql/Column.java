package dev.millrace.stack.load.sql;

/// A column of an insert and the SQL that makes its value.
///
/// @param name column name, unquoted
/// @param expression SQL with one `?`, or none for a constant
public record Column(String name, String expression) {

    /// The value as given.
    public static Column of(String name) {
        return new Column(name, "?");
    }

    /// Seconds since epoch, written as the server's wall clock, whatever the server's zone.
    public static Column wallClock(String name) {
        return new Column(name, "FROM_UNIXTIME(?)");
    }

    /// Whether a value has to be given.
    boolean takesValue() {
        return expression.contains("?");
    }
}
