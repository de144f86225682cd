package dev.millrace.query.exposure;

import com.google.protobuf.Message;
import dev.millrace.contract.topic.TopicSpec;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.jspecify.annotations.Nullable;

/// Records that are still to be written, oldest first, and the room that they and those on their way to the
/// broker take.
/// **Threads:** any number add, one takes, any frees.
final class WaitingExposures {
    /// What a record takes in memory beside its value: key, header, its place in queue and batch.
    static final int OVERHEAD = 256;

    private final BlockingQueue<Entry> queue = new LinkedBlockingQueue<>();
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicLong records = new AtomicLong();
    private final String topic;
    private final long maxBytes;

    /// @param maxBytes of values and [#OVERHEAD]
    WaitingExposures(TopicSpec topic, long maxBytes) {
        this.topic = topic.name();
        this.maxBytes = maxBytes;
    }

    /// What is taken from the queue.
    sealed interface Entry {

        /// Nothing comes behind it.
        enum End implements Entry {
            END
        }

        /// @param bytes to be given back by [WaitingExposures#free]
        record Waiting(ProducerRecord<String, byte[]> record, int bytes) implements Entry {}
    }

    /// Adds a message.
    ///
    /// @return false when there is no room for it
    boolean add(String key, Message message) {
        int size = message.getSerializedSize() + OVERHEAD;
        if (!reserve(size)) {
            return false;
        }
        records.incrementAndGet();
        Header name = new RecordHeader(
                "message", message.getDescriptorForType().getFullName().getBytes(StandardCharsets.UTF_8));
        queue.add(new Entry.Waiting(
                new ProducerRecord<>(topic, null, null, key, message.toByteArray(), List.of(name)), size));
        return true;
    }

    private boolean reserve(int size) {
        long taken;
        do {
            taken = bytes.get();
            if (taken + size > maxBytes) {
                return false;
            }
        } while (!bytes.compareAndSet(taken, taken + size));
        return true;
    }

    /// Nothing more will come.
    void end() {
        queue.add(Entry.End.END);
    }

    /// The oldest; waits for one.
    Entry take() throws InterruptedException {
        return queue.take();
    }

    /// The oldest that is there, null when there is none.
    @Nullable
    Entry poll() {
        return queue.poll();
    }

    /// A record that was taken waits no more.
    void free(int size) {
        bytes.addAndGet(-size);
        records.decrementAndGet();
    }

    long bytes() {
        return bytes.get();
    }

    long records() {
        return records.get();
    }
}
