package dev.millrace.query.support;

import dev.millrace.contract.proto.CatalogueItem;
import dev.millrace.contract.topic.Partitions;
import dev.millrace.contract.topic.TopicSpec;
import dev.millrace.contract.topic.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;

/// A compacted topic behind a mock consumer. What is put before the consumer is first polled counts as there at the
/// start.
public final class MockTopic {
    private static final Duration PACE = Duration.ofMillis(2);

    private final MockConsumer<String, byte[]> consumer = new MockConsumer<>("none") {
        @Override
        public synchronized ConsumerRecords<String, byte[]> poll(Duration timeout) {
            LockSupport.parkNanos(PACE.toNanos()); // the mock returns at once: do not spin
            answered++;
            return super.poll(timeout);
        }

        @Override
        public Map<MetricName, ? extends Metric> metrics() {
            return Map.of(FETCHES, fetches);
        }
    };
    private static final MetricName FETCHES =
            new MetricName("fetch-total", "consumer-fetch-manager-metrics", "", Map.of("client-id", "mock"));

    private final Metric fetches = new Metric() {
        @Override
        public MetricName metricName() {
            return FETCHES;
        }

        @Override
        public Object metricValue() {
            return answered;
        }
    };
    private volatile double answered;
    private final Map<TopicPartition, Long> ends = new HashMap<>();

    private final String name;

    /// The catalogue.
    public MockTopic() {
        this(Topics.CATALOGUE);
    }

    public MockTopic(TopicSpec topic) {
        this(topic.name());
    }

    public MockTopic(String name) {
        this.name = name;
        List<PartitionInfo> partitions = new ArrayList<>();
        Map<TopicPartition, Long> starts = new HashMap<>();
        for (int i = 0; i < Topics.PARTITIONS; i++) {
            partitions.add(new PartitionInfo(name, i, Node.noNode(), new Node[0], new Node[0]));
            starts.put(partition(i), 0L);
            ends.put(partition(i), 0L);
        }
        consumer.updatePartitions(name, partitions);
        consumer.updateBeginningOffsets(starts);
        consumer.updateEndOffsets(ends);
    }

    public MockConsumer<String, byte[]> consumer() {
        return consumer;
    }

    public TopicPartition partition(int number) {
        return new TopicPartition(name, number);
    }

    public MockTopic put(CatalogueItem item) {
        return append(item.getItemId(), item.toByteArray());
    }

    public MockTopic remove(String itemId) {
        return append(itemId, null);
    }

    /// Any key and value.
    @SuppressWarnings("NullAway") // a tombstone's value is null
    public MockTopic append(String key, byte @org.jspecify.annotations.Nullable [] value) {
        return append(Partitions.of(key), key, value);
    }

    /// The same in a partition of choice.
    @SuppressWarnings("NullAway") // as above
    public MockTopic append(int number, String key, byte @org.jspecify.annotations.Nullable [] value) {
        TopicPartition partition = partition(number);
        long offset = ends.getOrDefault(partition, 0L);
        ends.put(partition, offset + 1);
        consumer.updateEndOffsets(ends);
        consumer.schedulePollTask(() ->
                consumer.addRecord(new ConsumerRecord<>(partition.topic(), partition.partition(), offset, key, value)));
        return this;
    }

    /// A transaction marker at the end of the partition of `key`: an offset that no record has.
    public MockTopic mark(String key) {
        TopicPartition partition = partition(Partitions.of(key));
        ends.merge(partition, 1L, Long::sum);
        consumer.updateEndOffsets(ends);
        return this;
    }

    /// The consumer steps over the marker.
    public void passMark(String key) {
        TopicPartition partition = partition(Partitions.of(key));
        long end = ends.getOrDefault(partition, 0L);
        consumer.schedulePollTask(() -> consumer.seek(partition, end));
    }
}
