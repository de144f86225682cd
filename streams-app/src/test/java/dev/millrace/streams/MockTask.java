package dev.millrace.streams;

import dev.millrace.streams.runtime.PendingWrites;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.StoreBuilder;

/// One processor with its stores that commits when it is told, as a test driver, which commits behind each
/// record, does not. Of partition 0.
public final class MockTask<V, W> implements AutoCloseable {
    private static final TaskId TASK = new TaskId(0, 0);

    private final MockProcessorContext<String, W> context;
    private final Processor<String, V, String, W> processor;
    private final List<StateStore> stores = new ArrayList<>();

    /// @param folder for its state
    public MockTask(Path folder, ProcessorSupplier<String, V, String, W> supplier) {
        context = new MockProcessorContext<>(new Properties(), TASK, folder.toFile());
        for (StoreBuilder<?> builder : supplier.stores()) {
            StateStore store = builder.withLoggingDisabled().build();
            store.init(context.getStateStoreContext(), store);
            context.addStateStore(store);
            stores.add(store);
        }
        context.setCurrentSystemTimeMs(System.currentTimeMillis());
        processor = supplier.get();
        processor.init(context);
    }

    public void process(String key, V value, long timestamp) {
        processor.process(new Record<>(key, value, timestamp));
    }

    public void commit() {
        PendingWrites.write(TASK);
    }

    /// What was forwarded since the last call.
    public List<Record<? extends String, ? extends W>> forwarded() {
        List<Record<? extends String, ? extends W>> records = new ArrayList<>();
        context.forwarded().forEach(forward -> records.add(forward.record()));
        context.resetForwards();
        return records;
    }

    @Override
    public void close() {
        stores.forEach(StateStore::close);
    }
}
