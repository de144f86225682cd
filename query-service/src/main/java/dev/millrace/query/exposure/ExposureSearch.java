package dev.millrace.query.exposure;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.millrace.contract.id.RequestId;
import dev.millrace.contract.proto.RequestExposure;
import dev.millrace.contract.topic.Partitions;
import dev.millrace.contract.topic.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;

/// Looks for the record of one request in the partition that the producer puts its key into.
///
/// It begins a little before the time that the id tells and reads on to the end, for an outage may have held the record
/// back; then it goes back from there, block by block, for clocks differ and a client may have made the time up. An id
/// without a time begins at the end. Forwards the first record is taken, that of the request which made the id;
/// backwards the newest.
/// **Threads:** one, which waits for the broker.
final class ExposureSearch {
    /// Clocks of service and broker that differ by less cost no way back.
    static final Duration CLOCKS = Duration.ofMinutes(1);

    private static final Duration POLL = Duration.ofMillis(200);

    private final Consumer<String, byte[]> consumer;
    private final String key;
    private final OptionalLong madeAtMs;
    private final int block;
    private final long deadlineNanos;
    private long looked;

    /// @param block records that are read at once on the way back
    /// @param deadlineNanos of [System#nanoTime]
    ExposureSearch(Consumer<String, byte[]> consumer, RequestId id, int block, long deadlineNanos) {
        this.consumer = consumer;
        this.key = id.value();
        this.madeAtMs = id.madeAtMs();
        this.block = block;
        this.deadlineNanos = deadlineNanos;
    }

    /// What is to be looked at: offsets from `begin` to before `end`, first those from `start`.
    private record Stretch(TopicPartition partition, long begin, long start, long end) {}

    /// Looks.
    ///
    /// @param maxRecords that are looked at
    /// @throws KafkaException when the broker is away or the time is over
    Finding run(int maxRecords) {
        Stretch all = stretch();
        long stop = Math.min(all.end, all.start + maxRecords);
        Optional<byte[]> found = look(all.partition, all.start, stop, true);
        long lowest = Math.max(all.begin, all.start - (maxRecords - looked));
        for (long high = all.start; found.isEmpty() && high > lowest; high -= block) {
            found = look(all.partition, Math.max(lowest, high - block), high, false);
        }
        return found.map(ExposureSearch::found)
                .orElseGet(() -> new Finding.Missing(looked, looked == all.end - all.begin));
    }

    private static Finding found(byte[] value) {
        try {
            return new Finding.Found(RequestExposure.parseFrom(value));
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("an exposure of ours cannot be read", e);
        }
    }

    private Stretch stretch() {
        String topic = Topics.EXPOSURES.name();
        int partitions = consumer.partitionsFor(topic, left()).size();
        if (partitions == 0) {
            throw new KafkaException("there is no topic " + topic);
        }
        TopicPartition partition = new TopicPartition(topic, Partitions.of(key, partitions));
        List<TopicPartition> one = List.of(partition);
        consumer.assign(one);
        long begin = consumer.beginningOffsets(one, left()).getOrDefault(partition, 0L);
        long end = consumer.endOffsets(one, left()).getOrDefault(partition, begin);
        return new Stretch(partition, begin, start(partition, end), end);
    }

    private long start(TopicPartition partition, long end) {
        if (madeAtMs.isEmpty()) {
            return end;
        }
        long fromMs = Math.max(0, madeAtMs.getAsLong() - CLOCKS.toMillis());
        var first = consumer.offsetsForTimes(Map.of(partition, fromMs), left()).get(partition);
        return first == null ? end : Math.min(end, first.offset());
    }

    /// The record in offsets from `low` to before `high`: the first one, or else the last one.
    private Optional<byte[]> look(TopicPartition partition, long low, long high, boolean first) {
        Optional<byte[]> found = Optional.empty();
        if (low < high) {
            consumer.seek(partition, low);
        }
        for (long position = low; position < high; position = advance(partition, position, high)) {
            for (ConsumerRecord<String, byte[]> record : poll(partition)) {
                if (record.offset() < high && key.equals(record.key())) {
                    found = Optional.of(record.value());
                    if (first) {
                        return found;
                    }
                }
            }
        }
        return found;
    }

    /// Where the consumer has come to, records or not.
    private long advance(TopicPartition partition, long from, long high) {
        long position = Math.min(high, consumer.position(partition, left()));
        looked += position - from;
        return position;
    }

    private List<ConsumerRecord<String, byte[]>> poll(TopicPartition partition) {
        Duration left = left();
        return consumer.poll(left.compareTo(POLL) < 0 ? left : POLL).records(partition);
    }

    private Duration left() {
        long nanos = deadlineNanos - System.nanoTime();
        if (nanos <= 0) {
            throw new TimeoutException("the time was over after %d records".formatted(looked));
        }
        return Duration.ofNanos(nanos);
    }
}
