package dev.millrace.streams.ingest;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.millrace.contract.capture.SourceTable;
import dev.millrace.contract.proto.SourcePosition;
import dev.millrace.contract.topic.Partitions;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;

/// Debezium's JSON envelope to a typed row change. Pure.
///
/// Checks that the record lies in the partition of its route column: state kept beside a wrongly routed row
/// would be wrong without anybody noticing.
public final class EnvelopeReader {
    private static final ObjectReader JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build()
            .reader();

    private final int partitions;

    /// @param partitions of each raw topic
    public EnvelopeReader(int partitions) {
        this.partitions = partitions;
    }

    /// @param source whose binlog the position is of
    /// @throws BadRowException when the value is not a change of `table`
    public RowChange read(SourceTable table, String source, byte[] value, RowChange.Origin origin) {
        JsonNode envelope = parse(value);
        SourcePosition position =
                position(source, envelope.path("source"), envelope.path("op").asText());
        try {
            return read(table, envelope, position, origin);
        } catch (BadRowException e) {
            throw e.at(position);
        }
    }

    private RowChange read(SourceTable table, JsonNode envelope, SourcePosition position, RowChange.Origin origin) {
        Optional<Fields> before = image(envelope, "before");
        Optional<Fields> after = image(envelope, "after");
        checkImages(envelope.path("op").asText(), before, after);
        return new RowChange(table, before, hereOnly(table, before, after, origin.partition()), position, origin);
    }

    private static void checkImages(String op, Optional<Fields> before, Optional<Fields> after) {
        boolean complete = switch (op) {
            case "c", "r", "u" -> after.isPresent();
            case "d" -> before.isPresent() && after.isEmpty();
            default -> throw new BadRowException("unknown-operation", "op '" + op + "'");
        };
        if (!complete) {
            throw new BadRowException("row-image-missing", "op " + op);
        }
    }

    private Optional<Fields> hereOnly(
            SourceTable table, Optional<Fields> before, Optional<Fields> after, int partition) {
        if (after.isPresent() && belongsTo(partition, table, after.get())) {
            return after;
        }
        if (before.isPresent() && belongsTo(partition, table, before.get())) {
            return Optional.empty();
        }
        after.ifPresent(row -> row.id(table.routeColumn()));
        throw new BadRowException(
                "wrong-partition", "%s is not routed by %s".formatted(table.name(), table.routeColumn()));
    }

    /// A row without a route belongs nowhere, so that what it was before is taken back where it was.
    private boolean belongsTo(int partition, SourceTable table, Fields row) {
        OptionalLong route = row.number(table.routeColumn());
        return route.isPresent() && Partitions.of(table.routeKey(route.getAsLong()), partitions) == partition;
    }

    private static JsonNode parse(byte[] value) {
        try {
            return JSON.readTree(value);
        } catch (IOException e) {
            throw new BadRowException("unreadable-json", e.getClass().getSimpleName());
        }
    }

    private static Optional<Fields> image(JsonNode envelope, String name) {
        JsonNode node = envelope.path(name);
        return node.isObject() ? Optional.of(new Fields(node)) : Optional.empty();
    }

    private static SourcePosition position(String name, JsonNode source, String op) {
        long micros = source.path("ts_us").asLong(source.path("ts_ms").asLong() * 1000);
        return SourcePosition.newBuilder()
                .setDatabase(name)
                .setFile(source.path("file").asText(""))
                .setOffset(source.path("pos").asLong())
                .setRow(source.path("row").asInt())
                .setCommitTimeUs(micros)
                .setSnapshot(op.equals("r"))
                .build();
    }
}
