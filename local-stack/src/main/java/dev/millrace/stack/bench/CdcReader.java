package dev.millrace.stack.bench;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.ObjLongConsumer;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/// Counts what a read_committed consumer sees in one raw topic, on a thread of its own.
final class CdcReader implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(50);
    private static final long LOOK_NANOS = 1_000_000;

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Thread thread;
    private volatile long count;
    private volatile long newestNanos = System.nanoTime();
    private volatile boolean closing;
    private volatile ObjLongConsumer<String> listener = (value, nanos) -> {};
    private volatile boolean listened;

    CdcReader(String brokers, String topic, int partitions) {
        this.consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", brokers, "isolation.level", "read_committed", "fetch.max.wait.ms", 50),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        var all = IntStream.range(0, partitions)
                .mapToObj(partition -> new TopicPartition(topic, partition))
                .toList();
        consumer.assign(all);
        consumer.seekToBeginning(all);
        this.thread = Thread.ofPlatform().daemon().name("cdc-reader").start(this::read);
    }

    private void read() {
        try {
            while (!closing) {
                var records = consumer.poll(POLL);
                if (!records.isEmpty()) {
                    long now = System.nanoTime();
                    if (listened) {
                        records.forEach(one -> {
                            if (one.value() != null) {
                                listener.accept(new String(one.value(), StandardCharsets.UTF_8), now);
                            }
                        });
                    }
                    newestNanos = now;
                    count += records.count();
                }
            }
        } catch (InterruptException e) {
            // closing
        } finally {
            consumer.close();
        }
    }

    /// Records so far.
    long count() {
        return count;
    }

    /// When the newest record was seen, by [System#nanoTime].
    long newestNanos() {
        return newestNanos;
    }

    /// Gives every value from now on to `wanted`, with the time at which it was seen.
    void listen(ObjLongConsumer<String> wanted) {
        listener = wanted;
        listened = true;
    }

    /// Waits for that many records in all.
    ///
    /// @throws BenchException when they do not come while `alive` holds
    void await(long wanted, String what, Duration patience, java.util.function.BooleanSupplier alive) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (count < wanted) {
            if (!alive.getAsBoolean()) {
                throw new BenchException(what + ": the process that is measured has ended, see its log");
            }
            if (System.nanoTime() - deadline > 0) {
                throw new BenchException("%s: %d of %d records within %s".formatted(what, count, wanted, patience));
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }

    @Override
    public void close() {
        closing = true;
        try {
            thread.join(Duration.ofSeconds(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
