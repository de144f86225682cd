package dev.millrace.streams.query;

import com.google.protobuf.MessageLite;
import com.google.protobuf.UnsafeByteOperations;
import dev.millrace.contract.proto.IqRequest;
import dev.millrace.contract.proto.IqResponse.Answer;
import dev.millrace.contract.proto.IqResponse.Status;
import dev.millrace.contract.proto.IqRoutes;
import dev.millrace.contract.store.QueryableStore;
import dev.millrace.streams.runtime.OpenStores;
import dev.millrace.streams.runtime.PartitionState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.jspecify.annotations.Nullable;

/// Reads (store, partition, key) triples from the local state.
///
/// It reads what is open, as IQv1 with stale stores does: IQv2 deadlocks against the writing thread in
/// Kafka Streams 4.3.1 (KAFKA-19629), and without stale stores a rebalance silences partitions that stay. A
/// *restoring* store is open too; those are refused here: a partition is read as its owner's while
/// the processors of its task run, which begin behind the restoration ([OpenStores#own]).
///
/// A standby answers once it has caught up, and says that it is one: its progress is what all of its stores
/// have reached ([StandbyProgress]). It goes on while it is made an owner and reads the last changes. Thread-safe.
final class StoreReader implements AutoCloseable {
    private static final Map<String, QueryableStore<? extends MessageLite>> STORES = QueryableStore.ALL.stream()
            .collect(Collectors.toUnmodifiableMap(QueryableStore::name, Function.identity()));

    private final PartitionState partitions;
    private final OpenStores open;
    private final LocalTasks tasks;
    private final Standbys standbys;

    private enum Copy {
        OWNER,
        STANDBY,
        NOT_READY,
        NOT_HERE
    }

    /// @param application id of the Streams application
    /// @param consumers of what is committed, without a group
    StoreReader(
            KafkaStreams streams,
            String application,
            PartitionState partitions,
            OpenStores open,
            Supplier<? extends Consumer<byte[], byte[]>> consumers) {
        this.partitions = partitions;
        this.open = open;
        this.tasks = new LocalTasks(
                () -> streams.metadataForLocalThreads().stream()
                        .flatMap(thread -> thread.activeTasks().stream())
                        .flatMap(task -> task.topicPartitions().stream())
                        .toList(),
                () -> streams.metadataForLocalThreads().stream()
                        .flatMap(thread -> thread.standbyTasks().stream())
                        .flatMap(task -> task.topicPartitions().stream())
                        .toList());
        this.standbys = new Standbys(application, tasks, open, streams::allLocalStorePartitionLags, consumers);
    }

    /// One answer.
    Answer read(IqRequest.Read read) {
        QueryableStore<? extends MessageLite> store = STORES.get(read.getStore());
        if (store == null) {
            return status(Status.NOT_HERE);
        }
        return switch (copy(store, read.getPartition())) {
            case OWNER -> find(store, read);
            case STANDBY -> stale(isProgress(store) ? vouched(store, read) : find(store, read));
            case NOT_READY -> status(Status.NOT_READY);
            case NOT_HERE -> status(Status.NOT_HERE);
        };
    }

    /// What would be answered from now.
    List<IqRoutes.Readable> readable(int partitions) {
        List<IqRoutes.Readable> all = new ArrayList<>();
        for (QueryableStore<? extends MessageLite> store : QueryableStore.ALL) {
            for (int partition = 0; partition < partitions; partition++) {
                Copy copy = copy(store, partition);
                if (copy == Copy.OWNER || copy == Copy.STANDBY) {
                    all.add(IqRoutes.Readable.newBuilder()
                            .setStore(store.name())
                            .setPartition(partition)
                            .setStandby(copy == Copy.STANDBY)
                            .build());
                }
            }
        }
        return all;
    }

    private Copy copy(QueryableStore<?> store, int partition) {
        if (!open.has(store.name(), partition)) {
            return Copy.NOT_HERE;
        }
        if (!tasks.isActive(store.kept(), partition)) {
            return standbys.progress(store.kept(), partition).isPresent() ? Copy.STANDBY : Copy.NOT_READY;
        }
        boolean mayBeAsked = open.isOwned(store.name(), partition) && !partitions.isRestoring(store.name(), partition);
        return mayBeAsked ? Copy.OWNER : Copy.NOT_READY;
    }

    private static boolean isProgress(QueryableStore<?> store) {
        return store.equals(store.kept().progress());
    }

    private Answer vouched(QueryableStore<?> store, IqRequest.Read read) {
        return standbys.progress(store.kept(), read.getPartition())
                .map(progress -> answer(progress.get(read.getKey())))
                .orElse(status(Status.NOT_READY));
    }

    private static Answer stale(Answer answer) {
        return answer.toBuilder().setStandby(true).build();
    }

    private Answer find(QueryableStore<?> store, IqRequest.Read read) {
        try {
            return answer(open.get(store.name(), read.getPartition(), read.getKey()));
        } catch (InvalidStateStoreException e) {
            return status(Status.NOT_HERE);
        }
    }

    private static Answer answer(byte @Nullable [] value) {
        return value == null
                ? status(Status.ABSENT)
                : Answer.newBuilder()
                        .setStatus(Status.FOUND)
                        .setValue(UnsafeByteOperations.unsafeWrap(value))
                        .build();
    }

    private static Answer status(Status status) {
        return Answer.newBuilder().setStatus(status).build();
    }

    @Override
    public void close() {
        standbys.close();
    }
}
