package dev.millrace.cdc.drift;

import dev.millrace.contract.capture.SourceTable;
import java.util.Locale;

/// One way in which a source table does not keep the contract. Capture goes on with what is known.
///
/// @param table which
/// @param column which of the contract's columns
/// @param kind what is wrong with it
/// @param found what is there instead
public record Violation(SourceTable table, String column, Kind kind, String found) {

    /// What can be wrong with a column.
    public enum Kind {
        /// It was dropped, renamed or never there: events lack it.
        MISSING,
        /// Its type is of another kind: events carry it in another form.
        TYPE,
        /// A row has no value in it, and nobody can tell what the row is about.
        NULL,
        /// It is not the primary key any more: two rows may share a key.
        KEY;

        /// The word in metrics.
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Override
    public String toString() {
        String where = table.name().toLowerCase(Locale.ROOT) + "." + column;
        return switch (kind) {
            case MISSING -> where + " is gone (dropped or renamed): events go on without it";
            case TYPE -> where + " has become " + found + ": events carry it in another form";
            case NULL -> where + " holds NULL: such rows cannot be placed";
            case KEY -> where + " is not the primary key, which is " + found + ": rows may share a key";
        };
    }
}
