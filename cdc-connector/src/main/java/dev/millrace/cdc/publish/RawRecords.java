package dev.millrace.cdc.publish;

import dev.millrace.cdc.privacy.Redaction;
import dev.millrace.contract.capture.ConverterSettings;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.connect.json.JsonConverter;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/// A change as bytes: Debezium's topic name, primary key and envelope as JSON, redacted, one record for each partition
/// it belongs to.
///
/// One thread.
public final class RawRecords {
    private final Redaction redaction;
    private final Routing routing = new Routing();
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
        byte[] key = keys.fromConnectData(source.topic(), source.keySchema(), source.key());
        byte @Nullable [] value = switch (change) {
            case Change.Row row ->
                values.fromConnectData(
                        source.topic(), source.valueSchema(), redaction.apply(row.table(), row.envelope()));
            case Change.Tombstone _ -> null;
        };
        long timestamp = timestamp(change);
        return routing.of(change).stream()
                .map(partition -> toRecord(source.topic(), partition, timestamp, key, value))
                .toList();
    }

    @SuppressWarnings("NullAway") // a tombstone has a null value
    private static ProducerRecord<byte[], byte[]> toRecord(
            String topic, int partition, long timestamp, byte[] key, byte @Nullable [] value) {
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
