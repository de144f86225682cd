package dev.millrace.cdc.publish;

import dev.millrace.cdc.CdcException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/// Reads committed records of parts of partitions, in their order. One thread.
final class TopicScan implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(200);
    /// Without any progress; a transaction that nobody ends is over before.
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final KafkaConsumer<byte[], byte[]> consumer;

    TopicScan(Map<String, String> site, String clientId) {
        this.consumer = new KafkaConsumer<>(KafkaSettings.consumer(site, clientId));
    }

    /// Where partitions end now.
    Map<TopicPartition, Long> ends(Collection<TopicPartition> partitions) {
        try {
            return consumer.endOffsets(partitions);
        } catch (KafkaException e) {
            throw new CdcException("cannot ask Kafka where the raw topics end: " + e.getMessage(), e);
        }
    }

    /// Shows the records with offsets from `from` (inclusive) to `to` (exclusive).
    void read(TopicPartition partition, long from, long to, Reader reader) throws InterruptedException {
        try {
            consumer.assign(List.of(partition));
            long first = consumer.beginningOffsets(List.of(partition)).getOrDefault(partition, 0L);
            consumer.seek(partition, Math.max(from, first));
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            for (long at = Math.max(from, first); at < to; at = consumer.position(partition)) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    if (record.offset() < to) {
                        reader.read(record);
                    }
                }
                if (consumer.position(partition) > at) {
                    deadline = System.nanoTime() + PATIENCE.toNanos();
                } else if (System.nanoTime() - deadline > 0) {
                    throw new CdcException(
                            "%s was not readable from offset %d to %d within %s: is the broker up, and is"
                                            .formatted(partition, at, to, PATIENCE)
                                    + " no transaction of another producer open? A restart tries again");
                }
            }
        } catch (KafkaException e) {
            throw new CdcException("cannot read back %s: %s".formatted(partition, e.getMessage()), e);
        }
    }

    @Override
    public void close() {
        consumer.close();
    }

    /// Takes one record.
    @FunctionalInterface
    interface Reader {
        void read(ConsumerRecord<byte[], byte[]> record) throws InterruptedException;
    }
}
