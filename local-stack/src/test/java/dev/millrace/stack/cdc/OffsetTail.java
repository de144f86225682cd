package dev.millrace.stack.cdc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.millrace.contract.topic.Topics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

/// The source offset that a connector of one database has committed.
///
/// One thread.
final class OffsetTail implements AutoCloseable {
    private static final TopicPartition OFFSETS = new TopicPartition(Topics.CDC_OFFSETS.name(), 0);
    private static final Duration POLL = Duration.ofMillis(20);
    private static final JsonMapper JSON = new JsonMapper();

    private final KafkaConsumer<String, String> consumer;
    private final KafkaConsumer<String, String> written;
    private boolean reading;

    OffsetTail(String brokers) {
        consumer = consumer(brokers, "read_committed");
        written = consumer(brokers, "read_uncommitted");
        consumer.assign(List.of(OFFSETS));
        consumer.seekToBeginning(List.of(OFFSETS));
    }

    private static KafkaConsumer<String, String> consumer(String brokers, String isolation) {
        return new KafkaConsumer<>(
                Map.of("bootstrap.servers", brokers, "isolation.level", isolation),
                new StringDeserializer(),
                new StringDeserializer());
    }

    /// Whether the newest offset says that a table is being read.
    boolean isReadingATable() {
        return isReadingAt(end(consumer));
    }

    /// Likewise, once every transaction that is open now has ended: the commit of one is seen here a little later than
    /// in the raw topics.
    boolean isReadingATableForSure() {
        return isReadingAt(end(written));
    }

    private static long end(KafkaConsumer<?, ?> of) {
        return of.endOffsets(List.of(OFFSETS)).getOrDefault(OFFSETS, 0L);
    }

    private boolean isReadingAt(long end) {
        while (consumer.position(OFFSETS) < end) {
            for (ConsumerRecord<String, String> stored : consumer.poll(POLL)) {
                look(stored);
            }
        }
        return reading;
    }

    private void look(ConsumerRecord<String, String> stored) {
        if (stored.value() == null) {
            return;
        }
        try {
            JsonNode offset = JSON.readTree(stored.value());
            if (offset.has("pos")) {
                reading = offset.has("incremental_snapshot_collections");
            }
        } catch (IOException e) {
            throw new UncheckedIOException("unreadable offset: " + stored.value(), e);
        }
    }

    @Override
    public void close() {
        consumer.close();
        written.close();
    }
}
