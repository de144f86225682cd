package dev.millrace.cdc.publish;

import dev.millrace.cdc.CdcException;
import dev.millrace.contract.topic.Topics;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/// The source offset of one engine: what is stored, and what the open transaction is about to store.
///
/// Debezium writes an offset when a batch is marked finished. That happens inside the sink's transaction, so offset and
/// changes become visible together or not at all. Offsets that come at any other time, such as at the stop of an engine
/// that has failed, are not stored.
public final class OffsetLedger {
    private static final Map<String, OffsetLedger> BY_ENGINE = new ConcurrentHashMap<>();

    private final Map<ByteBuffer, ByteBuffer> stored = new ConcurrentHashMap<>();
    private final Map<ByteBuffer, ByteBuffer> staged = new HashMap<>();
    private Optional<Consumer<ProducerRecord<byte[], byte[]>>> transaction = Optional.empty();
    private volatile Consumer<InterruptedReading> askAgain = reading -> {
        throw new CdcException("nobody asks again for the reading of " + reading.tables());
    };

    /// Makes `ledger` the one that the engine of that name finds.
    static void register(String engine, OffsetLedger ledger) {
        BY_ENGINE.put(engine, ledger);
    }

    /// Whoever stops last must not take a successor's ledger away.
    static void unregister(String engine, OffsetLedger ledger) {
        BY_ENGINE.remove(engine, ledger);
    }

    static OffsetLedger of(String engine) {
        OffsetLedger ledger = BY_ENGINE.get(engine);
        if (ledger == null) {
            throw new CdcException("no sink was opened for engine " + engine + ": start engines through CaptureEngine");
        }
        return ledger;
    }

    /// Puts what the offset topic says.
    void restore(Map<ByteBuffer, ByteBuffer> offsets) {
        stored.putAll(offsets);
    }

    /// Whether the engine has stored any offset yet.
    boolean isEmpty() {
        return stored.isEmpty();
    }

    /// The place that an earlier run has stored.
    Optional<StoredOffset> place() {
        return stored.values().stream().findFirst().map(StoredOffset::parse);
    }

    /// Lets the engine begin anew. What is stored stays until the engine stores another place.
    void forget() {
        stored.clear();
    }

    /// @param ask told of each reading that the engine is not told of when it starts; when it throws, it does not start
    void onInterruptedReading(Consumer<InterruptedReading> ask) {
        askAgain = ask;
    }

    /// The stored values of `keys`, without a reading in them; keys without one are absent.
    Map<ByteBuffer, ByteBuffer> read(Collection<ByteBuffer> keys) {
        Map<ByteBuffer, ByteBuffer> found = new HashMap<>();
        for (ByteBuffer key : keys) {
            ByteBuffer value = stored.get(key);
            if (value != null) {
                found.put(key, withoutReading(key, value).duplicate());
            }
        }
        return found;
    }

    private ByteBuffer withoutReading(ByteBuffer key, ByteBuffer value) {
        InterruptedReading.of(value).ifPresent(askAgain);
        ByteBuffer without = InterruptedReading.without(value);
        stored.put(key, without);
        return without;
    }

    /// Offsets written from now on are sent by `send`.
    synchronized void begin(Consumer<ProducerRecord<byte[], byte[]>> send) {
        staged.clear();
        transaction = Optional.of(send);
    }

    /// Called by Debezium.
    synchronized void write(Map<ByteBuffer, @Nullable ByteBuffer> offsets) {
        transaction.ifPresent(send -> offsets.forEach((key, value) -> {
            if (value != null) {
                staged.put(key.duplicate(), value.duplicate());
                send.accept(new ProducerRecord<>(Topics.CDC_OFFSETS.name(), 0, bytes(key), bytes(value)));
            }
        }));
    }

    /// Whether the open transaction holds an offset.
    synchronized boolean hasStaged() {
        return !staged.isEmpty();
    }

    /// The transaction is committed.
    synchronized void committed() {
        stored.putAll(staged);
        aborted();
    }

    /// The transaction is gone.
    synchronized void aborted() {
        staged.clear();
        transaction = Optional.empty();
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }
}
