package dev.millrace.cdc.publish;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.cdc.CdcException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.ObjectInputFilter;
import java.io.ObjectInputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/// A reading of tables that had not ended when the engine did, as the stored offset tells it.
///
/// Debezium would go on with it as soon as it starts. But it knows no GTID then: the server's first word may be a
/// heartbeat, at which Debezium 3.6.1 takes its window for closed, and rows overtake the changes that are still to be
/// read (`reachedHighWatermark(null)` in MySqlReadOnlyIncrementalSnapshotContext). So the engine gets the offset
/// [#without] the reading, and the reading is asked for again by a row, which comes by at its place in the binlog.
///
/// @param id of the request
/// @param tables that are left; the first one may be read in part
/// @param lastKey of the first table, of the last row in Kafka; empty when there is none or it is not made of numbers
/// @param state all that the offset says of it, to tell one interruption from the next
public record InterruptedReading(String id, List<Table> tables, List<Number> lastKey, String state) {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String ALL = "incremental_snapshot";
    private static final String MARK = "snapshot";
    private static final String TABLES = ALL + "_collections";
    private static final String CONDITION = TABLES + "_additional_condition";
    private static final String OTHER_KEY = TABLES + "_surrogate_key";
    private static final ObjectInputFilter VALUES =
            ObjectInputFilter.Config.createFilter("maxbytes=65536;maxdepth=5;java.lang.*;java.math.*;!*");

    /// @param name `database.table`
    /// @param condition rows that are asked for; empty text for all
    public record Table(String name, String condition) {}

    public InterruptedReading {
        tables = List.copyOf(tables);
        lastKey = List.copyOf(lastKey);
    }

    /// Empty when no table was being read.
    static Optional<InterruptedReading> of(ByteBuffer stored) {
        JsonNode offset = parse(stored);
        if (!offset.hasNonNull(TABLES)) {
            return Optional.empty();
        }
        List<Table> tables = new ArrayList<>();
        JsonNode left = parse(offset.get(TABLES).asText().getBytes(StandardCharsets.UTF_8));
        left.forEach(table -> tables.add(new Table(
                table.path(TABLES + "_id").asText(), table.path(CONDITION).asText(""))));
        List<String> parts = new ArrayList<>();
        offset.properties().stream()
                .filter(field -> field.getKey().startsWith(ALL))
                .forEach(field -> parts.add(field.getValue().asText()));
        return Optional.of(new InterruptedReading(
                offset.path(ALL + "_correlation_id").asText(""),
                tables,
                left.path(0).path(OTHER_KEY).asText("").isEmpty()
                        ? key(offset.path(ALL + "_primary_key").asText(""))
                        : List.of(),
                String.join("|", parts)));
    }

    /// The offset as if no table were being read; `stored` itself when that is so.
    ///
    /// The mark of a row that was read goes too, also where the reading has ended: a Debezium that starts with it
    /// takes what follows for a snapshot, and stores no reading before it has sent the first rows of one
    /// (BinlogOffsetContext).
    static ByteBuffer without(ByteBuffer stored) {
        ObjectNode offset = (ObjectNode) parse(stored);
        boolean marked = offset.path(MARK).asText("").equalsIgnoreCase("incremental");
        boolean read = offset.properties()
                .removeIf(field -> field.getKey().startsWith(ALL)
                        || (marked && field.getKey().equals(MARK)));
        return read ? ByteBuffer.wrap(offset.toString().getBytes(StandardCharsets.UTF_8)) : stored;
    }

    private static JsonNode parse(ByteBuffer stored) {
        byte[] bytes = new byte[stored.remaining()];
        stored.duplicate().get(bytes);
        return parse(bytes);
    }

    private static JsonNode parse(byte[] json) {
        try {
            return JSON.readTree(json);
        } catch (IOException e) {
            throw new CdcException("the stored source offset is no JSON: was it written by another program?", e);
        }
    }

    /// Debezium writes an `Object[]`, serialized by Java, in hexadecimal digits.
    private static List<Number> key(String hex) {
        if (hex.isEmpty()) {
            return List.of();
        }
        try (ObjectInputStream in =
                new ObjectInputStream(new ByteArrayInputStream(HexFormat.of().parseHex(hex)))) {
            in.setObjectInputFilter(VALUES);
            return in.readObject() instanceof Object[] values ? numbers(values) : List.of();
        } catch (IOException | ClassNotFoundException | IllegalArgumentException e) {
            return List.of(); // the table is read from its first row
        }
    }

    private static List<Number> numbers(Object[] values) {
        List<Number> numbers = new ArrayList<>();
        for (Object value : values) {
            if (!(value instanceof Number number)) {
                return List.of();
            }
            numbers.add(number);
        }
        return numbers;
    }
}
