package dev.millrace.cdc.publish;

import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.apache.kafka.connect.runtime.WorkerConfig;
import org.apache.kafka.connect.storage.OffsetBackingStore;
import org.apache.kafka.connect.util.Callback;
import org.jspecify.annotations.Nullable;

/// Debezium's view of an [OffsetLedger]; Debezium creates it by class name and it finds its ledger by engine name.
public final class LedgerOffsetStore implements OffsetBackingStore {
    private OffsetLedger ledger = new OffsetLedger();

    @Override
    public void configure(WorkerConfig config) {
        ledger = OffsetLedger.of(String.valueOf(config.originals().get("name")));
    }

    @Override
    public void start() {
        // the ledger is loaded before the engine starts
    }

    @Override
    public void stop() {
        // the sink owns the producer
    }

    @Override
    public Future<Map<ByteBuffer, ByteBuffer>> get(Collection<ByteBuffer> keys) {
        return CompletableFuture.completedFuture(ledger.read(keys));
    }

    @Override
    @SuppressWarnings("NullAway") // Void has no other value
    public Future<Void> set(Map<ByteBuffer, @Nullable ByteBuffer> values, Callback<Void> callback) {
        ledger.write(values);
        callback.onCompletion(null, null);
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public Set<Map<String, Object>> connectorPartitions(String connectorName) {
        return Set.of();
    }
}
