package dev.millrace.stack.bench;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/// Tells when the raw record of a probe can be read from Kafka, by a consumer of its own that reads committed records.
final class RawTopicWatch implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration STOP = Duration.ofSeconds(60);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Thread thread;
    private final CountDownLatch atEnd = new CountDownLatch(1);
    private volatile @Nullable Expected expected;
    private volatile boolean stopped;

    RawTopicWatch(String bootstrap, List<String> topics) {
        consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers", bootstrap,
                        "isolation.level", "read_committed",
                        "enable.auto.commit", "false",
                        "fetch.min.bytes", "1"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        thread = Thread.ofPlatform().daemon().name("raw-topic-watch").unstarted(() -> read(topics));
    }

    private static final class Expected {
        private final Probe.RawRecord record;
        private final byte[] keyPart;
        private final CountDownLatch seen = new CountDownLatch(1);
        private volatile long atNs;

        Expected(Probe.RawRecord record) {
            this.record = record;
            this.keyPart = (":" + record.id() + "}").getBytes(StandardCharsets.UTF_8);
        }

        boolean matches(ConsumerRecord<byte[], byte[]> candidate) {
            return candidate.topic().equals(record.topic())
                    && endsWith(candidate.key(), keyPart)
                    && candidate.value() != null
                    && new String(candidate.value(), StandardCharsets.UTF_8).contains(record.marker());
        }

        private static boolean endsWith(byte @Nullable [] key, byte[] part) {
            if (key == null || key.length < part.length) {
                return false;
            }
            return Arrays.equals(key, key.length - part.length, key.length, part, 0, part.length);
        }
    }

    /// Starts reading at the end of the topics.
    RawTopicWatch start() throws InterruptedException {
        thread.start();
        if (!atEnd.await(STOP.toSeconds(), TimeUnit.SECONDS)) {
            throw new BenchException("Kafka does not answer: cannot watch the raw topics");
        }
        return this;
    }

    /// Watches for one record from now on, and no longer for the one before.
    void expect(Probe.RawRecord record) {
        expected = new Expected(record);
    }

    /// When the expected record was received, on the clock of [System#nanoTime]; empty when it does not come in time.
    OptionalLong receivedNs(Duration patience) throws InterruptedException {
        Expected current = expected;
        if (current == null || !current.seen.await(patience.toMillis(), TimeUnit.MILLISECONDS)) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(current.atNs);
    }

    private void read(List<String> topics) {
        try (consumer) {
            List<TopicPartition> partitions = new ArrayList<>();
            for (String topic : topics) {
                consumer.partitionsFor(topic)
                        .forEach(info -> partitions.add(new TopicPartition(info.topic(), info.partition())));
            }
            consumer.assign(partitions);
            consumer.seekToEnd(partitions);
            partitions.forEach(consumer::position);
            atEnd.countDown();
            while (!stopped) {
                var records = consumer.poll(POLL);
                long now = System.nanoTime();
                Expected current = expected;
                if (current != null && current.seen.getCount() > 0) {
                    for (var record : records) {
                        if (current.matches(record)) {
                            current.atNs = now;
                            current.seen.countDown();
                        }
                    }
                }
            }
        } catch (WakeupException e) {
            // Told to stop.
        }
    }

    @Override
    public void close() {
        stopped = true;
        consumer.wakeup();
        try {
            thread.join(STOP);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
