package dev.millrace.cdc.capture;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.cdc.config.DatabaseConfig;
import dev.millrace.cdc.publish.InterruptedReading;
import dev.millrace.cdc.publish.InterruptedReading.Table;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Asks again for a reading that was cut off, from the row behind the last one in Kafka.
public final class TableSnapshotAgain {
    /// Begins each condition of ours, which a newer one replaces.
    private static final String OURS = "/* goes on */ ";

    private static final String DUPLICATE = "23000";
    private static final int ID_LENGTH = 50;
    private static final int DIGEST_LENGTH = 12;
    private static final JsonMapper JSON = new JsonMapper();

    private TableSnapshotAgain() {}

    /// Returns when the request is in the database. An interruption is asked for once, however often the connector dies
    /// before it has read the request.
    ///
    /// @throws SQLException when the database refuses it or does not answer
    public static void request(DatabaseConfig database, InterruptedReading reading) throws SQLException {
        try (Connection connection = SourceConnection.open(database)) {
            SignalTable.insert(connection, id(reading), "execute-snapshot", data(connection, reading));
        } catch (SQLException e) {
            if (!DUPLICATE.equals(e.getSQLState())) {
                throw e;
            }
        }
    }

    /// The request that it goes back to, as [#id] names it and Debezium gives it back.
    public static String first(String id) {
        int again = id.indexOf('~');
        return id.substring(0, Math.min(again < 0 ? id.length() : again, ID_LENGTH));
    }

    static String id(InterruptedReading reading) {
        return first(reading.id()) + "~" + digest(reading.state());
    }

    private static String digest(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest).substring(0, DIGEST_LENGTH);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static String data(Connection connection, InterruptedReading reading) throws SQLException {
        ObjectNode data = JSON.createObjectNode().put("type", "incremental");
        ArrayNode names = data.putArray("data-collections");
        ArrayNode conditions = data.putArray("additional-conditions");
        for (Map.Entry<String, String> table : conditions(connection, reading).entrySet()) {
            String name = EngineSettings.literal(table.getKey());
            names.add(name);
            if (!table.getValue().isEmpty()) {
                conditions.addObject().put("data-collection", name).put("filter", table.getValue());
            }
        }
        return data.toString();
    }

    /// Table → rows that are asked for. Debezium knows one condition for a name, so a table that is asked for twice is
    /// read whole, once.
    private static Map<String, String> conditions(Connection connection, InterruptedReading reading)
            throws SQLException {
        Map<String, String> conditions = new LinkedHashMap<>();
        for (Table table : reading.tables()) {
            boolean inPart = table == reading.tables().getFirst();
            String condition = inPart ? condition(connection, table, reading.lastKey()) : table.condition();
            conditions.merge(table.name(), condition, (_, _) -> "");
        }
        return conditions;
    }

    /// A condition that somebody else gave stays as it is; the table is read from its first row then.
    private static String condition(Connection connection, Table table, List<Number> lastKey) throws SQLException {
        boolean isOthers = !table.condition().isEmpty() && !table.condition().startsWith(OURS);
        List<String> columns = primaryKey(connection, table.name());
        return isOthers || lastKey.isEmpty() || columns.size() != lastKey.size()
                ? table.condition()
                : behind(columns, lastKey);
    }

    static String behind(List<String> columns, List<Number> key) {
        // MySQL finds no range by a comparison of several columns.
        String range = columns.size() == 1 ? "" : quoted(columns.getFirst()) + " >= " + key.getFirst() + " AND ";
        return OURS
                + range
                + columns.stream().map(TableSnapshotAgain::quoted).collect(Collectors.joining(", ", "(", ")"))
                + " > "
                + key.stream().map(Number::toString).collect(Collectors.joining(", ", "(", ")"));
    }

    private static String quoted(String column) {
        return "`" + column.replace("`", "``") + "`";
    }

    private static List<String> primaryKey(Connection connection, String name) throws SQLException {
        int dot = name.indexOf('.');
        Map<Short, String> columns = new TreeMap<>();
        try (ResultSet keys =
                connection.getMetaData().getPrimaryKeys(name.substring(0, dot), null, name.substring(dot + 1))) {
            while (keys.next()) {
                columns.put(keys.getShort("KEY_SEQ"), keys.getString("COLUMN_NAME"));
            }
        }
        return List.copyOf(columns.values());
    }
}
