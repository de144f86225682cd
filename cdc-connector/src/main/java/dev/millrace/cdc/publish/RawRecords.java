package dev.millrace.cdc.publish;

import dev.millrace.cdc.privacy.Redaction;
import dev.millrace.contract.capture.ConverterSettings;
import dev.millrace.contract.capture.SourceTable;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.json.JsonConverter;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/// A change as bytes: Debezium's topic name, the row's key ([RowKeys]) and envelope as JSON, redacted, one record for
/// each partition it belongs to.
///
/// One thread.
public final class RawRecords {
    private final Redaction redaction;
    private final Routing routing = new Routing();
    private final RowKeys rowKeys = new RowKeys();
    private final JsonConverter keys = new JsonConverter();
    private final JsonConverter values = new JsonConverter();
    private final Clock clock;

    public RawRecords(Redaction redaction, Clock clock) {
        this.redaction = redaction;
        this.clock = clock;
        Map<String, String> json = new HashMap<>(ConverterSettings.json());
        keys.configure(json, true);
        values.configure(json, false);
    }

    /// The records to send, in order.
    public List<ProducerRecord<byte[], byte[]>> of(Change change) {
        SourceRecord source = change.record();
        SchemaAndValue rowKey = rowKeys.of(change);
        byte @Nullable [] key = keys.fromConnectData(source.topic(), rowKey.schema(), rowKey.value());
        byte @Nullable [] value = switch (change) {
            case Change.Row row ->
                values.fromConnectData(
                        source.topic(), source.valueSchema(), redaction.apply(row.table(), row.envelope()));
            case Change.Tombstone _ -> null;
        };
        long timestamp = timestamp(change);
        List<Integer> partitions = routing.of(change);
        List<String> topics = topics(change);
        List<ProducerRecord<byte[], byte[]>> all = new ArrayList<>(partitions.size() * topics.size());
        for (int partition : partitions) {
            for (String topic : topics) {
                all.add(toRecord(topic, partition, timestamp, key, value));
            }
        }
        return all;
    }

    /// The note that a purge leaves behind, of a row whose delete would retract.
    Optional<ProducerRecord<byte[], byte[]>> noteOf(Change.Row purge) {
        String topic = purge.record().topic();
        SchemaAndValue key = rowKeys.of(purge);
        return purge.table().isRetracted()
                ? Optional.of(PurgeNotes.of(
                        topic, keys.fromConnectData(topic, key.schema(), key.value()), purge.commitTimeUs()))
                : Optional.empty();
    }

    /// A deleted row is forgotten under both names that its table may have had.
    private static List<String> topics(Change change) {
        String topic = change.record().topic();
        Optional<SourceTable> other =
                change instanceof Change.Tombstone tombstone ? tombstone.table().otherName() : Optional.empty();
        return other.map(table -> topic.substring(0, topic.lastIndexOf('.') + 1) + table.tableName(""))
                .map(second -> List.of(topic, second))
                .orElseGet(() -> List.of(topic));
    }

    @SuppressWarnings("NullAway") // a tombstone has a null value
    private static ProducerRecord<byte[], byte[]> toRecord(
            String topic, int partition, long timestamp, byte @Nullable [] key, byte @Nullable [] value) {
        return new ProducerRecord<>(topic, partition, timestamp, key, value);
    }

    /// Commit time for streamed rows, this clock for the rest; never in the future, which a broker would refuse.
    private long timestamp(Change change) {
        long now = clock.millis();
        return switch (change) {
            case Change.Row row -> row.isSnapshot() ? now : Math.min(now, row.commitTimeUs() / 1_000);
            case Change.Tombstone _ -> now;
        };
    }
}
