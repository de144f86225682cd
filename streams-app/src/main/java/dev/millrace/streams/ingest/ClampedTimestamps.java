package dev.millrace.streams.ingest;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.streams.processor.TimestampExtractor;

/// Commit time of a change as its record timestamp, never later than now: a broker refuses timestamps from the future
/// and one such row must not stop the stream. Event time travels in the value and is not touched here.
public final class ClampedTimestamps implements TimestampExtractor {

    @Override
    public long extract(ConsumerRecord<Object, Object> record, long partitionTime) {
        return Math.clamp(record.timestamp(), 0, System.currentTimeMillis());
    }
}
