package dev.millrace.contract.capture;

import java.util.Locale;
import java.util.Set;

/// What readers of a raw topic expect a column to hold. Any MySQL type of the kind arrives in the same form, so
/// that a column may grow (`INT` to `BIGINT`, `VARCHAR` to `TEXT`, `DATETIME` to `DATETIME(6)`) without anybody
/// noticing.
public enum ColumnKind {
    /// A whole number, as a JSON number.
    INTEGER(Types.INTEGERS),
    /// An exact amount, as text; a whole number will do.
    AMOUNT(Types.AMOUNTS),
    /// A number, as a JSON number; an exact one as text.
    NUMBER(Types.NUMBERS),
    /// Text as it is.
    TEXT(Types.TEXTS),
    /// An instant, milliseconds since epoch.
    TIME(Types.TIMES),
    /// Bytes, as lower-case hex.
    BYTES(Types.BYTES);

    @SuppressWarnings("ImmutableEnumChecker") // a Set.of
    private final Set<String> types;

    ColumnKind(Set<String> types) {
        this.types = types;
    }

    /// Whether a MySQL type is of this kind: `bigint(20) unsigned`, `DECIMAL` or `Varchar` in the words of the
    /// server or of a DDL statement.
    public boolean accepts(String mysqlType) {
        String type = mysqlType.strip().toUpperCase(Locale.ROOT);
        int end = 0;
        while (end < type.length() && Character.isLetterOrDigit(type.charAt(end))) {
            end++;
        }
        return types.contains(type.substring(0, end));
    }

    /// First words of MySQL's type names, synonyms included: a DDL statement reaches us as it was written.
    private static final class Types {
        static final Set<String> INTEGERS = Set.of(
                "TINYINT",
                "SMALLINT",
                "MEDIUMINT",
                "INT",
                "INTEGER",
                "BIGINT",
                "INT1",
                "INT2",
                "INT3",
                "INT4",
                "INT8",
                "MIDDLEINT",
                "SERIAL",
                "BOOL",
                "BOOLEAN");
        static final Set<String> AMOUNTS = with(INTEGERS, "DECIMAL", "DEC", "NUMERIC", "FIXED");
        static final Set<String> NUMBERS = with(AMOUNTS, "DOUBLE", "FLOAT", "REAL", "FLOAT4", "FLOAT8");
        static final Set<String> TEXTS = Set.of(
                "CHAR",
                "CHARACTER",
                "VARCHAR",
                "VARCHARACTER",
                "NCHAR",
                "NVARCHAR",
                "NATIONAL",
                "TINYTEXT",
                "TEXT",
                "MEDIUMTEXT",
                "LONGTEXT",
                "LONG",
                "ENUM",
                "SET");
        static final Set<String> TIMES = Set.of("DATETIME", "TIMESTAMP");
        static final Set<String> BYTES = Set.of("BINARY", "VARBINARY", "TINYBLOB", "BLOB", "MEDIUMBLOB", "LONGBLOB");

        private static Set<String> with(Set<String> some, String... more) {
            return java.util.stream.Stream.concat(some.stream(), java.util.Arrays.stream(more))
                    .collect(java.util.stream.Collectors.toUnmodifiableSet());
        }
    }
}
