package dev.millrace.stack.bench;

import dev.millrace.contract.capture.SourceDatabase;
import dev.millrace.contract.topic.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/// What a Streams application has not read yet: of its sources, and of its own hops.
final class Backlog implements AutoCloseable {
    private static final int LOOK_MS = 100;

    /// Of a hop: markers of transactions behind the last record are no record, and are committed with the
    /// next one.
    private static final long MARKERS = 2;

    private final Admin admin;
    private final String application;

    Backlog(String brokers, String application) {
        this.admin = Admin.create(Map.of("bootstrap.servers", brokers));
        this.application = application;
    }

    /// Waits until everything has been read and committed, seen twice in a row.
    ///
    /// @throws BenchException when that takes longer than `limit`
    void awaitRead(Duration limit) throws InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        for (int empty = 0; empty < 2; ) {
            long left = left();
            empty = left == 0 ? empty + 1 : 0;
            if (System.nanoTime() - deadline > 0) {
                throw new BenchException(application + " had " + left + " records left after " + limit);
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_MS);
        }
    }

    private long left() throws InterruptedException {
        try {
            Map<TopicPartition, Long> ends = ends();
            Map<TopicPartition, OffsetAndMetadata> read = admin.listConsumerGroupOffsets(application)
                    .partitionsToOffsetAndMetadata()
                    .get();
            long left = 0;
            for (Map.Entry<TopicPartition, Long> end : ends.entrySet()) {
                OffsetAndMetadata until = read.get(end.getKey());
                long lag = end.getValue() - (until == null ? 0 : until.offset());
                left += lag > (isSource(end.getKey().topic()) ? 0 : MARKERS) ? lag : 0;
            }
            return left;
        } catch (ExecutionException e) {
            throw new BenchException("cannot ask the broker for offsets: " + e.getCause(), e);
        }
    }

    private Map<TopicPartition, Long> ends() throws ExecutionException, InterruptedException {
        Set<String> all = admin.listTopics().names().get();
        List<String> read = all.stream()
                .filter(topic -> isSource(topic) || topic.startsWith(application) && topic.endsWith("-repartition"))
                .toList();
        return offsets(read, OffsetSpec.latest());
    }

    private Map<TopicPartition, Long> offsets(List<String> topics, OffsetSpec which)
            throws ExecutionException, InterruptedException {
        Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
        for (var topic : admin.describeTopics(topics).allTopicNames().get().values()) {
            topic.partitions().forEach(part -> asked.put(new TopicPartition(topic.name(), part.partition()), which));
        }
        Map<TopicPartition, Long> offsets = new HashMap<>();
        Map<TopicPartition, ListOffsetsResult.ListOffsetsResultInfo> answers =
                admin.listOffsets(asked).all().get();
        answers.forEach((partition, answer) -> offsets.put(partition, answer.offset()));
        return offsets;
    }

    /// Records that a new copy of all state would read.
    long changelogRecords() throws InterruptedException {
        try {
            List<String> changelogs = admin.listTopics().names().get().stream()
                    .filter(topic -> topic.startsWith(application) && topic.endsWith("-changelog"))
                    .toList();
            return offsets(changelogs, OffsetSpec.latest()).values().stream()
                            .mapToLong(Long::longValue)
                            .sum()
                    - offsets(changelogs, OffsetSpec.earliest()).values().stream()
                            .mapToLong(Long::longValue)
                            .sum();
        } catch (ExecutionException e) {
            throw new BenchException("cannot ask the broker for offsets: " + e.getCause(), e);
        }
    }

    private static boolean isSource(String topic) {
        return Stream.of(SourceDatabase.values())
                .anyMatch(role -> topic.startsWith(role.prefix() + ".") && !topic.equals(Topics.ACTIONS.name()));
    }

    /// Records that can be read in a topic.
    static long count(String brokers, String topic) {
        try (var consumer = BenchConsumer.open(brokers)) {
            List<TopicPartition> partitions = new ArrayList<>();
            consumer.partitionsFor(topic).forEach(part -> partitions.add(new TopicPartition(topic, part.partition())));
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            long records = 0;
            while (partitions.stream().anyMatch(part -> consumer.position(part) < ends.getOrDefault(part, 0L))) {
                records += consumer.poll(Duration.ofMillis(LOOK_MS)).count();
            }
            return records;
        }
    }

    @Override
    public void close() {
        admin.close();
    }
}
