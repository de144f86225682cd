package dev.millrace.query.support;

import dev.millrace.contract.proto.CatalogueItem;
import dev.millrace.contract.topic.Partitions;
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
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;

/// The catalogue topic behind a mock consumer. What is put before the consumer is first polled counts as there at the
/// start.
public final class CatalogueTopic {
    private static final Duration PACE = Duration.ofMillis(2);

    private final MockConsumer<String, byte[]> consumer = new MockConsumer<>("none") {
        @Override
        public synchronized ConsumerRecords<String, byte[]> poll(Duration timeout) {
            LockSupport.parkNanos(PACE.toNanos()); // the mock returns at once: do not spin
            return super.poll(timeout);
        }
    };
    private final Map<TopicPartition, Long> ends = new HashMap<>();

    public CatalogueTopic() {
        List<PartitionInfo> partitions = new ArrayList<>();
        Map<TopicPartition, Long> starts = new HashMap<>();
        for (int i = 0; i < Topics.PARTITIONS; i++) {
            partitions.add(new PartitionInfo(Topics.CATALOGUE.name(), i, Node.noNode(), new Node[0], new Node[0]));
            starts.put(partition(i), 0L);
            ends.put(partition(i), 0L);
        }
        consumer.updatePartitions(Topics.CATALOGUE.name(), partitions);
        consumer.updateBeginningOffsets(starts);
        consumer.updateEndOffsets(ends);
    }

    public MockConsumer<String, byte[]> consumer() {
        return consumer;
    }

    public static TopicPartition partition(int number) {
        return new TopicPartition(Topics.CATALOGUE.name(), number);
    }

    public CatalogueTopic put(CatalogueItem item) {
        return append(item.getItemId(), item.toByteArray());
    }

    public CatalogueTopic remove(String itemId) {
        return append(itemId, null);
    }

    /// Any key and value.
    @SuppressWarnings("NullAway") // a tombstone's value is null
    public CatalogueTopic append(String key, byte @org.jspecify.annotations.Nullable [] value) {
        TopicPartition partition = partition(Partitions.of(key));
        long offset = ends.getOrDefault(partition, 0L);
        ends.put(partition, offset + 1);
        consumer.updateEndOffsets(ends);
        consumer.schedulePollTask(() ->
                consumer.addRecord(new ConsumerRecord<>(partition.topic(), partition.partition(), offset, key, value)));
        return this;
    }

    /// A transaction marker at the end of the partition of `key`: an offset that no record has.
    public CatalogueTopic mark(String key) {
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
