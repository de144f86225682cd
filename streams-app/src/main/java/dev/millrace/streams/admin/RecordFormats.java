package dev.millrace.streams.admin;

import dev.millrace.contract.serde.ProtoSerde;
import dev.millrace.streams.runtime.StateStores;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.jspecify.annotations.Nullable;

/// Whether this version can read what is in topics: the newest records of the public ones by their schema,
/// those of changelogs by their store's format.
final class RecordFormats {
    /// Offsets looked at in each partition: behind the last record there may be markers of transactions.
    private static final int NEWEST = 50;

    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String CHANGELOG = "-changelog";

    private final Consumer<byte[], byte[]> consumer;
    private final String application;

    RecordFormats(Consumer<byte[], byte[]> consumer, String application) {
        this.consumer = consumer;
        this.application = application;
    }

    /// A sentence for each topic that cannot be read.
    ///
    /// @param schemas of public topics
    /// @param there topics of the broker
    /// @throws TimeoutException naming the partitions that were not delivered in time
    List<String> findings(Map<String, ProtoSerde<?>> schemas, Collection<String> there) throws TimeoutException {
        Map<String, ProtoSerde<?>> formats = new TreeMap<>(schemas);
        StateStores.formats().forEach((store, serde) -> formats.put(application + "-" + store + CHANGELOG, serde));
        formats.keySet().retainAll(there);
        Map<String, String> problems = new TreeMap<>();
        for (ConsumerRecord<byte[], byte[]> newest : newest(formats.keySet())) {
            ProtoSerde<?> serde = formats.get(newest.topic());
            if (serde != null && newest.value() != null) {
                @Nullable String problem = problem(serde, newest.value());
                if (problem != null) {
                    problems.put(newest.topic(), problem);
                }
            }
        }
        return problems.entrySet().stream()
                .map(problem -> "topic %s holds what this version cannot read: %s"
                        .formatted(problem.getKey(), problem.getValue()))
                .toList();
    }

    private static @Nullable String problem(ProtoSerde<?> serde, byte[] value) {
        try {
            var _ = serde.fromBytes(value);
            return null;
        } catch (SerializationException e) {
            return e.getMessage();
        }
    }

    private List<ConsumerRecord<byte[], byte[]>> newest(Collection<String> topics) throws TimeoutException {
        List<TopicPartition> partitions = new ArrayList<>();
        for (String topic : topics) {
            consumer.partitionsFor(topic).forEach(part -> partitions.add(new TopicPartition(topic, part.partition())));
        }
        consumer.assign(partitions);
        Map<TopicPartition, Long> begins = consumer.beginningOffsets(partitions);
        Map<TopicPartition, Long> ends = new HashMap<>(consumer.endOffsets(partitions));
        ends.forEach((partition, end) ->
                consumer.seek(partition, Math.max(begins.getOrDefault(partition, 0L), end - NEWEST)));
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        for (List<TopicPartition> unread = unread(ends); !unread.isEmpty(); unread = unread(ends)) {
            if (System.nanoTime() > deadline) {
                throw new TimeoutException("the newest records of %s".formatted(unread));
            }
            consumer.poll(POLL).forEach(records::add);
        }
        return records;
    }

    private List<TopicPartition> unread(Map<TopicPartition, Long> ends) {
        return ends.entrySet().stream()
                .filter(end -> consumer.position(end.getKey()) < end.getValue())
                .map(Map.Entry::getKey)
                .toList();
    }
}
