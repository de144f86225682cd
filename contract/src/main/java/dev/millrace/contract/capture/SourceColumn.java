package dev.millrace.contract.capture;

/// A captured column and what its readers expect of it.
///
/// @param name as in the source table
/// @param kind what it holds
/// @param required whether every row must have a value: without one nobody can tell what the row is about
public record SourceColumn(String name, ColumnKind kind, boolean required) {

    static SourceColumn id(String name) {
        return new SourceColumn(name, ColumnKind.INTEGER, true);
    }

    static SourceColumn integer(String name) {
        return new SourceColumn(name, ColumnKind.INTEGER, false);
    }

    static SourceColumn amount(String name) {
        return new SourceColumn(name, ColumnKind.AMOUNT, false);
    }

    static SourceColumn number(String name) {
        return new SourceColumn(name, ColumnKind.NUMBER, false);
    }

    static SourceColumn text(String name) {
        return new SourceColumn(name, ColumnKind.TEXT, false);
    }

    static SourceColumn time(String name) {
        return new SourceColumn(name, ColumnKind.TIME, false);
    }

    /// Text that is part of a key.
    static SourceColumn textId(String name) {
        return new SourceColumn(name, ColumnKind.TEXT, true);
    }

    static SourceColumn bytes(String name) {
        return new SourceColumn(name, ColumnKind.BYTES, false);
    }
}
