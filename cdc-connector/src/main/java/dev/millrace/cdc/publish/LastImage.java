package dev.millrace.cdc.publish;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.cdc.CdcException;
import dev.millrace.contract.capture.SourceTable;
import dev.millrace.contract.topic.Partitions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;

/// The newest record that a partition holds of a row.
///
/// @param table whose row it is
/// @param record in a raw topic, no tombstone
/// @param envelope its value
record LastImage(SourceTable table, ConsumerRecord<byte[], byte[]> record, JsonNode envelope) {
    /// Tells an implied delete from one that the binlog told.
    static final String HEADER = "millrace-implied-delete";

    /// Numbers stay as they are written, to the last digit.
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .nodeFactory(JsonNodeFactory.withExactBigDecimals(true))
            .build();

    private static final List<Header> HEADERS =
            List.of(new RecordHeader(HEADER, "snapshot".getBytes(StandardCharsets.UTF_8)));
    private static final int MICROS_A_MILLI = 1_000;

    static LastImage of(SourceTable table, ConsumerRecord<byte[], byte[]> record) {
        try {
            return new LastImage(table, record, JSON.readTree(record.value()));
        } catch (IOException e) {
            throw new CdcException(
                    "%s offset %d is no JSON envelope: who else writes to this topic?"
                            .formatted(record.topic(), record.offset()),
                    e);
        }
    }

    /// Whether the row lives in this partition, as far as this record knows. A row that moved to another partition
    /// left its last change here too.
    boolean isAliveHere() {
        JsonNode row = envelope.path("after");
        if (!row.isObject()) {
            return false;
        }
        JsonNode route = row.path(table.routeColumn());
        return !route.isIntegralNumber() || Partitions.of(table.routeKey(route.longValue())) == record.partition();
    }

    /// When the source committed it, microseconds since epoch.
    long commitTimeUs() {
        JsonNode source = envelope.path("source");
        return source.path("ts_us").asLong(source.path("ts_ms").asLong() * MICROS_A_MILLI);
    }

    /// The delete of the row as of the snapshot that did not find it, with what is known of it as the row before.
    ProducerRecord<byte[], byte[]> delete(SnapshotMark mark, long nowMs) {
        ObjectNode source =
                envelope.path("source").isObject() ? envelope.path("source").deepCopy() : JSON.createObjectNode();
        source.put("snapshot", "true")
                .put("ts_ms", mark.timeUs() / MICROS_A_MILLI)
                .put("ts_us", mark.timeUs())
                .put("ts_ns", mark.timeUs() * MICROS_A_MILLI)
                .put("file", mark.file())
                .put("pos", mark.position())
                .put("row", 0)
                .putNull("gtid")
                .putNull("query");
        ObjectNode delete = JSON.createObjectNode();
        delete.set("before", envelope.path("after"));
        delete.putNull("after");
        delete.set("source", source);
        delete.put("op", "d");
        delete.put("ts_ms", nowMs);
        return to(delete.toString().getBytes(StandardCharsets.UTF_8), nowMs);
    }

    /// The tombstone that follows.
    @SuppressWarnings("NullAway") // a tombstone has a null value
    ProducerRecord<byte[], byte[]> tombstone(long nowMs) {
        return new ProducerRecord<>(record.topic(), record.partition(), nowMs, record.key(), null, HEADERS);
    }

    private ProducerRecord<byte[], byte[]> to(byte[] value, long nowMs) {
        return new ProducerRecord<>(record.topic(), record.partition(), nowMs, record.key(), value, HEADERS);
    }
}
