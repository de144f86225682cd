package dev.millrace.embedding.support;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;

/// A consumer of logs in memory that grow and can be read any number of times. A subscriber gets all partitions of its
/// topic with the first poll.
final class LogConsumer extends MockConsumer<String, byte[]> {
    private static final int MOST = 500;

    private final Map<TopicPartition, List<ConsumerRecord<String, byte[]>>> logs;

    LogConsumer(Map<TopicPartition, List<ConsumerRecord<String, byte[]>>> logs) {
        super("none");
        this.logs = logs;
        Map<TopicPartition, Long> begins = new HashMap<>();
        logs.keySet().forEach(partition -> begins.put(partition, 0L));
        updateBeginningOffsets(begins);
    }

    @Override
    public synchronized ConsumerRecords<String, byte[]> poll(Duration timeout) {
        if (!subscription().isEmpty() && assignment().isEmpty()) {
            Set<TopicPartition> all = new HashSet<>(logs.keySet());
            all.removeIf(partition -> !subscription().contains(partition.topic()));
            rebalance(all);
        }
        updateEndOffsets(ends());
        for (TopicPartition partition : assignment()) {
            List<ConsumerRecord<String, byte[]>> log = logs.getOrDefault(partition, List.of());
            int from = (int) position(partition);
            new ArrayList<>(log.subList(from, Math.min(log.size(), from + MOST))).forEach(this::addRecord);
        }
        return super.poll(timeout);
    }

    @Override
    public synchronized Map<TopicPartition, Long> endOffsets(Collection<TopicPartition> partitions) {
        updateEndOffsets(ends());
        return super.endOffsets(partitions);
    }

    private Map<TopicPartition, Long> ends() {
        Map<TopicPartition, Long> ends = new HashMap<>();
        logs.forEach((partition, log) -> ends.put(partition, (long) log.size()));
        return ends;
    }
}
