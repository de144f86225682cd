package dev.millrace.stack.cdc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A row as `docs/types.md` says that a raw topic shows it, worked out from what the server itself prints. It shares no
/// code with Debezium or the connector. The server runs in UTC.
final class ExpectedRow {
    private static final JsonMapper JSON = new JsonMapper();
    private static final int BITS_A_BYTE = 8;

    private ExpectedRow() {}

    /// All rows of a table, as canonical text, sorted.
    static List<String> all(Connection connection, String database, String table) throws SQLException {
        Map<String, String> types = types(connection, database, table);
        List<String> select = new ArrayList<>();
        types.forEach((column, type) -> select.add(printed(quoted(column), type)));
        List<String> rows = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery(
                        "SELECT %s FROM %s.%s".formatted(String.join(", ", select), quoted(database), quoted(table)))) {
            while (found.next()) {
                ObjectNode row = JSON.createObjectNode();
                int index = 1;
                for (Map.Entry<String, String> column : types.entrySet()) {
                    row.set(column.getKey(), value(column.getValue(), found.getString(index++)));
                }
                rows.add(canonical(row, types));
            }
        }
        rows.sort(String::compareTo);
        return rows;
    }

    /// Column → full MySQL type (`bigint(20) unsigned`), in order.
    static Map<String, String> types(Connection connection, String database, String table) throws SQLException {
        Map<String, String> types = new LinkedHashMap<>();
        try (var query = connection.prepareStatement("SELECT column_name, column_type FROM information_schema.columns"
                + " WHERE table_schema = ? AND table_name = ? ORDER BY ordinal_position")) {
            query.setString(1, database);
            query.setString(2, table);
            try (ResultSet columns = query.executeQuery()) {
                while (columns.next()) {
                    types.put(columns.getString(1), columns.getString(2).toLowerCase(Locale.ROOT));
                }
            }
        }
        return types;
    }

    /// Text that is equal for equal rows: JSON columns by their value, since the binlog does not keep their spaces, and
    /// floats at their own precision.
    static String canonical(JsonNode row, Map<String, String> types) {
        ObjectNode same = JSON.createObjectNode();
        types.forEach((column, type) -> {
            JsonNode value = row.get(column);
            if (value == null) {
                return;
            }
            if (type.equals("json") && value.isTextual()) {
                same.put(column, RowImages.json(value.textValue()).toString());
            } else if (type.startsWith("float") && value.isNumber()) {
                same.put(column, value.floatValue());
            } else if (isDouble(type) && value.isNumber()) {
                same.put(column, value.doubleValue());
            } else {
                same.set(column, value);
            }
        });
        return same.toString();
    }

    private static String quoted(String name) {
        return "`" + name.replace("`", "``") + "`";
    }

    /// How the server is asked for a value as text that loses nothing.
    private static String printed(String column, String type) {
        if (isBytes(type) || type.startsWith("bit")) {
            return "HEX(" + column + ")";
        }
        if (isDouble(type) || type.startsWith("float")) {
            return column + " + 0e0";
        }
        return "CAST(" + column + " AS CHAR)";
    }

    private static JsonNode value(String type, @Nullable String printed) {
        if (printed == null) {
            return JSON.nullNode();
        }
        if (type.contains("int") || type.startsWith("year")) {
            return JSON.valueToTree(new BigInteger(printed));
        }
        if (isDouble(type) || type.startsWith("float")) {
            return JSON.valueToTree(new BigDecimal(printed).doubleValue());
        }
        if (type.startsWith("bit")) {
            return bits(type, printed);
        }
        if (isBytes(type)) {
            return JSON.valueToTree(printed.toLowerCase(Locale.ROOT));
        }
        if (type.equals("date")) {
            return date(printed);
        }
        if (type.startsWith("time") && !type.startsWith("timestamp")) {
            return JSON.valueToTree(span(printed));
        }
        if (type.startsWith("datetime") || type.startsWith("timestamp")) {
            return instant(printed);
        }
        return JSON.valueToTree(printed); // decimal, char, text, enum, set, json
    }

    private static boolean isBytes(String type) {
        return type.contains("binary") || type.contains("blob");
    }

    private static boolean isDouble(String type) {
        return type.startsWith("double") || type.startsWith("real");
    }

    /// `BIT(1)` is true or false, a wider one base64 of its bytes, the lowest first.
    private static JsonNode bits(String type, String hex) {
        int width = Integer.parseInt(type.substring(type.indexOf('(') + 1, type.indexOf(')')));
        BigInteger value = new BigInteger(hex, 16);
        if (width == 1) {
            return JSON.valueToTree(value.signum() != 0);
        }
        byte[] bytes = new byte[(width + BITS_A_BYTE - 1) / BITS_A_BYTE];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = value.shiftRight(BITS_A_BYTE * i).byteValue();
        }
        return JSON.valueToTree(Base64.getEncoder().encodeToString(bytes));
    }

    private static JsonNode date(String printed) {
        return isZero(printed)
                ? JSON.nullNode()
                : JSON.valueToTree(LocalDate.parse(printed).toEpochDay());
    }

    private static JsonNode instant(String printed) {
        if (isZero(printed)) {
            return JSON.nullNode();
        }
        Instant instant = LocalDateTime.parse(printed.replace(' ', 'T')).toInstant(ZoneOffset.UTC);
        return JSON.valueToTree(instant.toEpochMilli());
    }

    /// A date without a year, month or day.
    private static boolean isZero(String printed) {
        return printed.startsWith("0000-") || printed.startsWith("-00", 4) || printed.startsWith("-00", 7);
    }

    /// Milliseconds, cut off.
    private static long span(String printed) {
        boolean negative = printed.startsWith("-");
        String[] parts = (negative ? printed.substring(1) : printed).split(":", -1);
        BigDecimal seconds = new BigDecimal(parts[2])
                .add(BigDecimal.valueOf(60 * Long.parseLong(parts[1]) + 3_600 * Long.parseLong(parts[0])));
        long millis = seconds.movePointRight(3).longValue();
        return negative ? -millis : millis;
    }
}
