package dev.millrace.streams.query;

import com.google.protobuf.ByteString;
import com.google.protobuf.MessageLite;
import dev.millrace.contract.proto.IqRequest;
import dev.millrace.contract.proto.IqResponse.Answer;
import dev.millrace.contract.proto.IqResponse.Status;
import dev.millrace.contract.store.QueryableStore;
import dev.millrace.streams.runtime.PartitionState;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.state.QueryableStoreTypes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.jspecify.annotations.Nullable;

/// Reads (store, partition, key) triples from the local state.
///
/// IQv1 with the partition given and stale stores enabled: IQv2 deadlocks against the writing thread in Kafka
/// Streams 4.3.1 (KAFKA-19629), and without stale stores a rebalance silences partitions that stay. Stale
/// stores would also let a *restoring* store answer; those are refused here: a partition is read once its
/// instance has been seen RUNNING with it, and never while one of its stores restores.
///
/// A standby that has caught up once answers, and says that it is one: its progress entries tell how far it lags. It
/// goes on
/// while it is made an owner and reads the last changes. Thread-safe.
final class StoreReader implements AutoCloseable {
    private static final Map<String, QueryableStore<? extends MessageLite>> STORES = QueryableStore.ALL.stream()
            .collect(Collectors.toUnmodifiableMap(QueryableStore::name, Function.identity()));

    private final KafkaStreams streams;
    private final PartitionState partitions;
    private final LocalTasks tasks;
    private final Standbys standbys;
    private final Map<Place, ReadOnlyKeyValueStore<String, ?>> views = new ConcurrentHashMap<>();
    private final Set<Place> settled = ConcurrentHashMap.newKeySet();

    private record Place(String store, int partition) {}

    StoreReader(KafkaStreams streams, PartitionState partitions) {
        this.streams = streams;
        this.partitions = partitions;
        this.tasks = new LocalTasks(
                () -> streams.metadataForLocalThreads().stream()
                        .flatMap(thread -> thread.activeTasks().stream())
                        .flatMap(task -> task.topicPartitions().stream())
                        .toList(),
                () -> streams.metadataForLocalThreads().stream()
                        .flatMap(thread -> thread.standbyTasks().stream())
                        .flatMap(task -> task.topicPartitions().stream())
                        .toList());
        this.standbys = new Standbys(streams, tasks);
    }

    /// One answer.
    Answer read(IqRequest.Read read) {
        QueryableStore<? extends MessageLite> store = STORES.get(read.getStore());
        if (store == null) {
            return status(Status.NOT_HERE);
        }
        Place place = new Place(store.name(), read.getPartition());
        if (!tasks.isActive(store.kept(), read.getPartition())) {
            settled.remove(place);
            Answer answer = find(store, read);
            boolean readable =
                    answer.getStatus() == Status.NOT_HERE || standbys.admits(store.kept(), read.getPartition());
            return readable ? stale(answer) : status(Status.NOT_READY);
        }
        if (partitions.isRestoring(read.getStore(), read.getPartition())) {
            settled.remove(place);
        } else if (streams.state() == KafkaStreams.State.RUNNING) {
            settled.add(place);
        }
        return settled.contains(place) ? find(store, read) : status(Status.NOT_READY);
    }

    private static Answer stale(Answer answer) {
        return answer.toBuilder().setStandby(true).build();
    }

    private <V extends MessageLite> Answer find(QueryableStore<V> store, IqRequest.Read read) {
        Place place = new Place(store.name(), read.getPartition());
        try {
            @Nullable V value = this.<V>view(store, place).get(read.getKey());
            return value == null
                    ? status(Status.ABSENT)
                    : Answer.newBuilder()
                            .setStatus(Status.FOUND)
                            .setValue(ByteString.copyFrom(store.serde().toBytes(value)))
                            .build();
        } catch (InvalidStateStoreException e) {
            views.remove(place);
            settled.remove(place);
            return status(Status.NOT_HERE);
        }
    }

    /// Making a view costs as much as reading through it; it finds the store anew at each read.
    @SuppressWarnings("unchecked") // put there for this store
    private <V extends MessageLite> ReadOnlyKeyValueStore<String, V> view(QueryableStore<V> store, Place place) {
        ReadOnlyKeyValueStore<String, ?> known = views.get(place);
        if (known == null) {
            known = streams.store(
                    StoreQueryParameters.fromNameAndType(store.name(), QueryableStoreTypes.<String, V>keyValueStore())
                            .withPartition(place.partition())
                            .enableStaleStores());
            views.put(place, known);
        }
        return (ReadOnlyKeyValueStore<String, V>) known;
    }

    private static Answer status(Status status) {
        return Answer.newBuilder().setStatus(status).build();
    }

    @Override
    public void close() {
        standbys.close();
    }
}
