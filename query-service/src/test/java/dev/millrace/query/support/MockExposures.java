package dev.millrace.query.support;

import dev.millrace.contract.proto.RequestExposure;
import dev.millrace.contract.topic.Partitions;
import dev.millrace.contract.topic.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;

/// `request.exposure.v1` with its append times, behind a mock consumer for each search.
public final class MockExposures {
    private static final String TOPIC = Topics.EXPOSURES.name();
    private static final int POLL_RECORDS = 100;

    /// The consumers that have been made.
    public final List<MockConsumer<String, byte[]>> made = new CopyOnWriteArrayList<>();

    private final List<ConsumerRecord<String, byte[]>> log = new CopyOnWriteArrayList<>();
    private final Map<TopicPartition, Long> begins = new HashMap<>();
    private final Map<TopicPartition, Long> ends = new HashMap<>();

    public MockExposures() {
        for (int number = 0; number < Topics.PARTITIONS; number++) {
            begins.put(new TopicPartition(TOPIC, number), 0L);
            ends.put(new TopicPartition(TOPIC, number), 0L);
        }
    }

    /// The broker appends an exposure at a time.
    public MockExposures append(long timeMs, RequestExposure exposure) {
        return append(timeMs, exposure.getRequestId(), exposure);
    }

    /// The same into the partition of another id.
    public MockExposures append(long timeMs, String neighbour, RequestExposure exposure) {
        TopicPartition partition = new TopicPartition(TOPIC, Partitions.of(neighbour));
        long offset = ends.merge(partition, 1L, Long::sum) - 1;
        byte[] value = exposure.toByteArray();
        log.add(new ConsumerRecord<>(
                TOPIC,
                partition.partition(),
                offset,
                timeMs,
                TimestampType.LOG_APPEND_TIME,
                0,
                value.length,
                exposure.getRequestId(),
                value,
                new RecordHeaders(),
                Optional.empty()));
        return this;
    }

    /// The partition of `id` has one more record, which never comes.
    public MockExposures owe(String id) {
        ends.merge(new TopicPartition(TOPIC, Partitions.of(id)), 1L, Long::sum);
        return this;
    }

    /// The oldest records of the partition of `id` are kept no longer.
    public MockExposures expire(String id, long before) {
        begins.put(new TopicPartition(TOPIC, Partitions.of(id)), before);
        return this;
    }

    /// A new consumer of the whole topic.
    public MockConsumer<String, byte[]> consumer() {
        MockConsumer<String, byte[]> consumer = new Kept();
        consumer.updatePartitions(
                TOPIC,
                IntStream.range(0, Topics.PARTITIONS)
                        .mapToObj(number -> new PartitionInfo(TOPIC, number, Node.noNode(), new Node[0], new Node[0]))
                        .toList());
        consumer.updateBeginningOffsets(begins);
        consumer.updateEndOffsets(ends);
        made.add(consumer);
        return consumer;
    }

    /// One that can seek: a mock forgets what it was polled for.
    private final class Kept extends MockConsumer<String, byte[]> {
        Kept() {
            super("none");
        }

        @Override
        public synchronized ConsumerRecords<String, byte[]> poll(Duration timeout) {
            for (TopicPartition partition : assignment()) {
                from(partition, position(partition)).stream()
                        .limit(POLL_RECORDS)
                        .forEach(this::addRecord);
            }
            return super.poll(timeout);
        }

        @Override
        public synchronized Map<TopicPartition, OffsetAndTimestamp> offsetsForTimes(
                Map<TopicPartition, Long> timestamps) {
            Map<TopicPartition, OffsetAndTimestamp> found = new HashMap<>();
            timestamps.forEach((partition, timeMs) -> from(partition, begins.getOrDefault(partition, 0L)).stream()
                    .filter(record -> record.timestamp() >= timeMs)
                    .findFirst()
                    .ifPresent(record ->
                            found.put(partition, new OffsetAndTimestamp(record.offset(), record.timestamp()))));
            return found;
        }
    }

    private List<ConsumerRecord<String, byte[]>> from(TopicPartition partition, long offset) {
        List<ConsumerRecord<String, byte[]>> found = new ArrayList<>(log);
        found.removeIf(record -> record.partition() != partition.partition() || record.offset() < offset);
        return found;
    }
}
