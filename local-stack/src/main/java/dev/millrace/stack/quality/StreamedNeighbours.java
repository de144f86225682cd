package dev.millrace.stack.quality;

import dev.millrace.contract.id.Actor;
import dev.millrace.contract.id.ItemId;
import dev.millrace.contract.proto.Activity;
import dev.millrace.contract.proto.Effect;
import dev.millrace.contract.proto.Hop;
import dev.millrace.contract.proto.Interaction;
import dev.millrace.contract.proto.Neighbours;
import dev.millrace.contract.store.QueryableStore;
import dev.millrace.streams.config.TopologySettings;
import dev.millrace.streams.neighbours.ItemNeighbours;
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
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.jspecify.annotations.Nullable;

/// The two processors of neighbours as they run, with their RocksDB stores, told one interaction after the other.
/// They commit when somebody asks, as a topology commits before others read what it has learned.
final class StreamedNeighbours implements AutoCloseable {
    /// What is sent is kept until then.
    private static final int COMMIT_EVERY = 1_000;

    private static final TaskId PAIRING = new TaskId(1, 0);
    private static final TaskId RANKING = new TaskId(2, 0);

    private final Task<String, Hop> pairing;
    private final Task<Void, Void> ranking;
    private final KeyValueStore<String, Neighbours> neighbours;
    private final KeyValueStore<String, Activity> activities;
    private long number;
    private boolean isCommitted = true;

    /// @param folder for its state
    /// @param settings with one partition
    StreamedNeighbours(Path folder, TopologySettings settings) {
        pairing = new Task<>(PAIRING, folder.resolve("pairing"), ItemNeighbours.pairing(settings));
        ranking = new Task<>(RANKING, folder.resolve("ranking"), ItemNeighbours.ranking(settings));
        neighbours = ranking.context.getStateStore(QueryableStore.NEIGHBOURS.name());
        activities = ranking.context.getStateStore(QueryableStore.ACTIVITY.name());
    }

    private static final class Task<K, V> {
        private final MockProcessorContext<K, V> context;
        private final Processor<String, Hop, K, V> processor;
        private final List<StateStore> stores = new ArrayList<>();

        Task(TaskId id, Path folder, ProcessorSupplier<String, Hop, K, V> supplier) {
            context = new MockProcessorContext<>(new Properties(), id, folder.toFile());
            for (StoreBuilder<?> builder : supplier.stores()) {
                StateStore store = builder.withLoggingDisabled().build();
                store.init(context.getStateStoreContext(), store);
                context.addStateStore(store);
                stores.add(store);
            }
            processor = supplier.get();
            processor.init(context);
        }

        void process(Record<String, Hop> record) {
            processor.process(record);
        }

        void close() {
            stores.forEach(StateStore::close);
        }
    }

    void learn(Event event) {
        String actor = new Actor.User(event.actor()).key();
        Interaction interaction = Interaction.newBuilder()
                .setInteractionId("row:" + ++number)
                .setActor(actor)
                .setItemId(ItemId.dataset(event.item()).key())
                .setKind(event.kind())
                .setEffect(Effect.ADD)
                .setEventTimeMs(event.timeMs())
                .build();
        pairing.process(
                new Record<>(actor, Hop.newBuilder().setInteraction(interaction).build(), event.timeMs()));
        isCommitted = false;
        if (number % COMMIT_EVERY == 0) {
            commit();
        }
    }

    private void commit() {
        if (isCommitted) {
            return;
        }
        PendingWrites.write(PAIRING);
        pairing.context.forwarded().forEach(sent -> {
            Record<? extends String, ? extends Hop> record = sent.record();
            ranking.process(new Record<>(record.key(), record.value(), record.timestamp()));
        });
        pairing.context.resetForwards();
        PendingWrites.write(RANKING);
        isCommitted = true;
    }

    Neighbours of(long item) {
        commit();
        @Nullable Neighbours found = neighbours.get(ItemId.dataset(item).key());
        return found == null ? Neighbours.getDefaultInstance() : found;
    }

    Activity activity(String item) {
        @Nullable Activity found = activities.get(item);
        return found == null ? Activity.getDefaultInstance() : found;
    }

    @Override
    public void close() {
        commit();
        pairing.close();
        ranking.close();
    }
}
