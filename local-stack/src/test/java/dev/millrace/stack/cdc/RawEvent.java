package dev.millrace.stack.cdc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.millrace.contract.capture.SourceTable;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/// A raw record of the shop, as far as [WrittenRows] knows such things.
///
/// @param state version and home of the row after it, or before it when it is gone; [#NONE] for a tombstone
/// @param implied whether no binlog told it but a snapshot that did not find the row
/// @param run the binlog position of the snapshot that read it, [#TABLE] when one table was read while the binlog was
///     followed; empty text when nothing was read
record RawEvent(RowKey row, int partition, RowOp op, WrittenRows.State state, boolean implied, String run) {
    static final WrittenRows.State NONE = new WrittenRows.State(-1, -1);

    static final String TABLE = "table";

    private static final JsonMapper JSON = new JsonMapper();
    private static final String IMPLIED = "millrace-implied-delete";

    static RawEvent of(SourceTable table, ConsumerRecord<String, String> message) {
        try {
            RowKey row =
                    new RowKey(table, JSON.readTree(message.key()).get("id").asLong());
            boolean implied = message.headers().lastHeader(IMPLIED) != null;
            if (message.value() == null) {
                return new RawEvent(row, message.partition(), RowOp.TOMBSTONE, NONE, implied, "");
            }
            JsonNode envelope = JSON.readTree(message.value());
            RowOp op = RowOp.of(envelope.get("op").asText());
            JsonNode source = envelope.get("source");
            String run = op == RowOp.READ ? run(source) : "";
            return new RawEvent(
                    row,
                    message.partition(),
                    op,
                    state(table, envelope.get(op.leavesARow() ? "after" : "before")),
                    implied,
                    run);
        } catch (IOException e) {
            throw new UncheckedIOException("unreadable: " + message, e);
        }
    }

    private static String run(JsonNode source) {
        return source.get("snapshot").asText().equals("incremental")
                ? TABLE
                : source.get("file").asText() + ":" + source.get("pos").asText();
    }

    private static WrittenRows.State state(SourceTable table, JsonNode image) {
        String price = image.get("price").asText();
        return new WrittenRows.State(
                Long.parseLong(price.substring(0, price.indexOf('.'))),
                RowKey.home(table, image.get(table.routeColumn()).asLong()));
    }

    boolean isTicker() {
        return row.equals(KillShop.TICKER);
    }

    /// Whether it is of the reading of one table.
    boolean isOfTableReading() {
        return run.equals(TABLE);
    }

    /// Whether the binlog told it.
    boolean isStreamed() {
        return op != RowOp.READ && !implied;
    }

    /// Whether a large transaction wrote this version.
    boolean isOfLargeTransaction() {
        return isStreamed() && op.leavesARow() && state.version() >= KillShop.LARGE;
    }
}
