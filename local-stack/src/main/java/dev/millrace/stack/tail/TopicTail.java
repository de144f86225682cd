package dev.millrace.stack.tail;

import dev.millrace.stack.supervise.StackException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/// Reads a topic as an analyst does: committed records only, no consumer group.
///
/// One thread.
public final class TopicTail implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final Duration POLL = Duration.ofMillis(200);

    private final KafkaConsumer<byte[], byte[]> consumer;

    /// @param brokers `host:port` with commas
    public TopicTail(String brokers) {
        this.consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers", brokers,
                        "isolation.level", "read_committed",
                        "client.id", "millrace-tail",
                        "enable.auto.commit", "false"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }

    /// What is read.
    ///
    /// @param last records of each partition that are there already; `Long.MAX_VALUE` for all
    /// @param most lines after which it ends; `Long.MAX_VALUE` for no end
    /// @param follow whether it waits for more
    public record Range(long last, long most, boolean follow) {}

    /// Prints a line for each record, partition by partition in order; returns at the end of the range.
    ///
    /// @throws StackException when no broker answers or there is no such topic
    public void print(String topic, Range range, PrintStream out) {
        List<TopicPartition> partitions = partitions(topic);
        consumer.assign(partitions);
        Map<TopicPartition, Long> ends = new HashMap<>(consumer.endOffsets(partitions));
        consumer.beginningOffsets(partitions)
                .forEach((partition, begin) ->
                        consumer.seek(partition, Math.max(begin, ends.getOrDefault(partition, 0L) - range.last())));
        long left = range.most();
        while (left > 0 && !out.checkError() && (range.follow() || isBefore(ends))) {
            for (ConsumerRecord<byte[], byte[]> sent : consumer.poll(POLL)) {
                boolean wanted = range.follow()
                        || sent.offset() < ends.getOrDefault(new TopicPartition(topic, sent.partition()), 0L);
                if (left > 0 && wanted) {
                    out.println(RecordJson.line(sent));
                    left--;
                }
            }
        }
    }

    private boolean isBefore(Map<TopicPartition, Long> ends) {
        return ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue());
    }

    private List<TopicPartition> partitions(String topic) {
        try {
            List<PartitionInfo> known = consumer.partitionsFor(topic, PATIENCE);
            if (!known.isEmpty()) {
                return known.stream()
                        .map(info -> new TopicPartition(topic, info.partition()))
                        .toList();
            }
        } catch (InvalidTopicException e) {
            throw new StackException("'" + topic + "' can be no topic's name: " + e.getMessage());
        } catch (KafkaException e) {
            throw new StackException("no answer from Kafka: " + e.getMessage());
        }
        throw new StackException("there is no topic " + topic + "; there are: "
                + String.join(
                        ", ",
                        consumer.listTopics(PATIENCE).keySet().stream().sorted().toList()));
    }

    @Override
    public void close() {
        consumer.close();
    }
}
