package dev.millrace.streams.query;

import dev.millrace.contract.store.QueryableStore;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.LagInfo;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Which standbys may be read: those that have caught up once. One that is being filled would answer with
/// the state of long ago, or with nothing, and say so with fresh progress, for each of its stores is filled
/// by itself. Thread-safe.
final class Standbys implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Standbys.class);
    private static final int LOOK_MS = 500;

    /// A standby that works is behind by less: what is written between two of its polls.
    private static final long CAUGHT_UP = 2_000;

    private final KafkaStreams streams;
    private final LocalTasks tasks;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("standby-lags").factory());
    private volatile Set<Place> admitted = Set.of();

    private record Place(QueryableStore.Kept kept, int partition) {}

    Standbys(KafkaStreams streams, LocalTasks tasks) {
        this.streams = streams;
        this.tasks = tasks;
        var _ = timer.scheduleWithFixedDelay(this::look, LOOK_MS, LOOK_MS, TimeUnit.MILLISECONDS);
    }

    /// Whether the standby of that partition may be read. It stays so while it is made an owner.
    boolean admits(QueryableStore.Kept kept, int partition) {
        return admitted.contains(new Place(kept, partition));
    }

    /// A periodic task ends at its first exception, so none may leave it.
    private void look() {
        try {
            Set<Place> now = new HashSet<>();
            Map<String, Map<Integer, LagInfo>> lags = Map.of();
            for (QueryableStore.Kept kept : QueryableStore.Kept.values()) {
                for (int partition : tasks.standbysOf(kept)) {
                    Place place = new Place(kept, partition);
                    if (admitted.contains(place)) {
                        now.add(place);
                        continue;
                    }
                    lags = lags.isEmpty() ? streams.allLocalStorePartitionLags() : lags;
                    if (isCaughtUp(kept, partition, lags)) {
                        now.add(place);
                    }
                }
            }
            admitted = now;
        } catch (RuntimeException e) {
            LOG.atDebug().setCause(e).log("cannot ask for the lag of standbys now");
        }
    }

    private static boolean isCaughtUp(
            QueryableStore.Kept kept, int partition, Map<String, Map<Integer, LagInfo>> lags) {
        return QueryableStore.ALL.stream()
                .filter(store -> store.kept() == kept)
                .map(store -> lags.getOrDefault(store.name(), Map.of()).get(partition))
                .allMatch(lag -> lag != null && lag.offsetLag() <= CAUGHT_UP);
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
