package dev.millrace.stack.cdc;

import dev.millrace.contract.capture.SourceTable;
import dev.millrace.contract.topic.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

/// Everything in the shop's raw topics, read as it comes.
///
/// One thread.
final class RawTail implements AutoCloseable {
    private static final List<SourceTable> TABLES = List.of(SourceTable.DATASET, SourceTable.ORDER_TAB);
    private static final Duration POLL = Duration.ofMillis(5);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final KafkaConsumer<String, String> consumer;
    private final Map<String, SourceTable> tables = new HashMap<>();
    private final List<RawEvent> events = new ArrayList<>();
    private final Set<String> snapshots = new HashSet<>();
    private long rowsRead;
    private long tableRowsRead;
    private long streamed;
    private long ofLargeTransactions;
    private long transaction;

    private RawTail(String brokers, String isolation) {
        consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers", brokers,
                        "isolation.level", isolation,
                        "auto.offset.reset", "earliest",
                        "fetch.max.wait.ms", "20",
                        "max.poll.records", "2000"),
                new StringDeserializer(),
                new StringDeserializer());
        TABLES.forEach(table -> tables.put(RowKey.topic(table), table));
        consumer.assign(partitions());
        consumer.seekToBeginning(partitions());
    }

    /// What a consumer gets that waits for commits.
    static RawTail ofCommitted(String brokers) {
        return new RawTail(brokers, "read_committed");
    }

    /// What was written, committed or not.
    static RawTail ofWritten(String brokers) {
        return new RawTail(brokers, "read_uncommitted");
    }

    private List<TopicPartition> partitions() {
        return tables.keySet().stream()
                .flatMap(topic ->
                        IntStream.range(0, Topics.PARTITIONS).mapToObj(number -> new TopicPartition(topic, number)))
                .toList();
    }

    /// Takes what has come since.
    void poll() {
        for (ConsumerRecord<String, String> message : consumer.poll(POLL)) {
            SourceTable table = tables.get(message.topic());
            if (table != null) {
                add(RawEvent.of(table, message));
            }
        }
    }

    private void add(RawEvent event) {
        events.add(event);
        if (event.isOfTableReading()) {
            tableRowsRead++;
        } else if (event.op() == RowOp.READ) {
            rowsRead++;
            snapshots.add(event.run());
        }
        streamed += event.isStreamed() ? 1 : 0;
        ofLargeTransactions += event.isOfLargeTransaction() ? 1 : 0;
        if (event.isTicker() && event.isStreamed()) {
            transaction = event.state().version();
        }
    }

    /// Reads all that is there now.
    RawTail toEnd() {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions());
        while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("the raw topics were not readable up to " + ends + " in " + PATIENCE);
            }
            poll();
        }
        return this;
    }

    /// Partition by partition in order.
    List<RawEvent> events() {
        return Collections.unmodifiableList(events);
    }

    /// Snapshots that have read a row.
    int snapshots() {
        return snapshots.size();
    }

    /// Rows that snapshots have read.
    long rowsRead() {
        return rowsRead;
    }

    /// Rows that were read of one table while the binlog was followed.
    long tableRowsRead() {
        return tableRowsRead;
    }

    /// Records that the binlog told.
    long streamed() {
        return streamed;
    }

    /// Records of rows that large transactions created or changed.
    long ofLargeTransactions() {
        return ofLargeTransactions;
    }

    /// The newest transaction of the shop that has arrived as a whole, from the binlog; 0 before the first.
    long transaction() {
        return transaction;
    }

    /// Where the topics end, added up.
    long end() {
        return consumer.endOffsets(partitions()).values().stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    @Override
    public void close() {
        consumer.close();
    }
}
