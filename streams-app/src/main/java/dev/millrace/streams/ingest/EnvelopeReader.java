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

/// Debezium's JSON envelope to a typed row change. Pure.
///
/// Checks that the record lies in the partition of its route column: state kept beside a wrongly routed row would be
/// wrong without anybody noticing.
final class EnvelopeReader {
    private static final ObjectReader JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build()
            .reader();

    private final int partitions;

    EnvelopeReader(int partitions) {
        this.partitions = partitions;
    }

    /// @throws BadRowException when the value is not a change of `table`
    RowChange read(SourceTable table, byte[] value, RowChange.Origin origin) {
        JsonNode envelope = parse(value);
        String op = envelope.path("op").asText();
        Optional<Fields> before = image(envelope, "before");
        Optional<Fields> after = image(envelope, "after");
        checkImages(op, before, after);
        SourcePosition position = position(table, envelope.path("source"), op);
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
        if (after.isPresent() && partitionOf(table, after.get()) == partition) {
            return after;
        }
        if (before.isPresent() && partitionOf(table, before.get()) == partition) {
            return Optional.empty();
        }
        throw new BadRowException(
                "wrong-partition", "%s is not routed by %s".formatted(table.name(), table.routeColumn()));
    }

    private int partitionOf(SourceTable table, Fields row) {
        return Partitions.of(table.routeKey(row.id(table.routeColumn())), partitions);
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

    private static SourcePosition position(SourceTable table, JsonNode source, String op) {
        long micros = source.path("ts_us").asLong(source.path("ts_ms").asLong() * 1000);
        return SourcePosition.newBuilder()
                .setDatabase(table.database().prefix())
                .setFile(source.path("file").asText(""))
                .setOffset(source.path("pos").asLong())
                .setRow(source.path("row").asInt())
                .setCommitTimeUs(micros)
                .setSnapshot(op.equals("r"))
                .build();
    }
}
