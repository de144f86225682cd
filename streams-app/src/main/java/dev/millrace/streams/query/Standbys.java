package dev.millrace.streams.query;

import dev.millrace.contract.store.QueryableStore;
import dev.millrace.streams.query.StandbyProgress.Position;
import dev.millrace.streams.runtime.OpenStores;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.LagInfo;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Which standbys may be read, and how far each is: one that is being filled would answer with the state of
/// long ago, or with nothing. It may be read once there is progress that all of its stores have reached, and
/// stays so while it is made an owner. Thread-safe.
final class Standbys implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Standbys.class);
    private static final int LOOK_MS = 250;

    private final String application;
    private final LocalTasks tasks;
    private final OpenStores open;
    private final Supplier<Map<String, Map<Integer, LagInfo>>> lags;
    private final Supplier<ChangelogGap> gaps;
    private final Map<Place, StandbyProgress> places = new ConcurrentHashMap<>();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("standby-lags").factory());

    private @Nullable ChangelogGap gap;

    private record Place(QueryableStore.Kept kept, int partition) {}

    /// @param application id of the Streams application, which its changelogs' names begin with
    /// @param lags of all local stores
    /// @param consumers of what is committed, without a group
    Standbys(
            String application,
            LocalTasks tasks,
            OpenStores open,
            Supplier<Map<String, Map<Integer, LagInfo>>> lags,
            Supplier<? extends Consumer<byte[], byte[]>> consumers) {
        this.application = application;
        this.tasks = tasks;
        this.open = open;
        this.lags = lags;
        this.gaps = () -> new ChangelogGap(consumers.get());
        var _ = timer.scheduleWithFixedDelay(this::look, LOOK_MS, LOOK_MS, TimeUnit.MILLISECONDS);
    }

    /// The progress of a standby, by key; empty while it may not be read.
    Optional<Map<String, byte[]>> progress(QueryableStore.Kept kept, int partition) {
        return Optional.ofNullable(places.get(new Place(kept, partition))).flatMap(StandbyProgress::vouched);
    }

    /// A periodic task ends at its first exception, so none may leave it.
    private void look() {
        try {
            List<Place> here = Arrays.stream(QueryableStore.Kept.values())
                    .flatMap(kept -> tasks.standbysOf(kept).stream().map(partition -> new Place(kept, partition)))
                    .toList();
            places.keySet().removeIf(place -> !here.contains(place) && !isChanging(place));
            if (here.isEmpty()) {
                return;
            }
            Map<Place, Map<String, byte[]>> samples = new HashMap<>();
            here.forEach(
                    place -> samples.put(place, open.all(place.kept().progress().name(), place.partition())));
            Map<String, Map<Integer, LagInfo>> now = lags.get();
            samples.forEach((place, entries) -> positions(place, now)
                    .ifPresent(positions -> places.computeIfAbsent(place, _ -> new StandbyProgress())
                            .look(entries, positions, (store, from, to) -> isEmpty(place, store, from, to))));
        } catch (RuntimeException e) {
            LOG.atDebug().setCause(e).log("cannot tell now how far the standbys are");
        }
    }

    /// Open, and neither a standby nor an owner: it is being made an owner.
    private boolean isChanging(Place place) {
        return open.has(place.kept().progress().name(), place.partition())
                && !tasks.isActive(place.kept(), place.partition());
    }

    private boolean isEmpty(Place place, String store, long from, long to) {
        if (gap == null) {
            gap = gaps.get();
        }
        return gap.isEmpty(new TopicPartition(application + "-" + store + "-changelog", place.partition()), from, to);
    }

    private static Optional<Map<String, Position>> positions(Place place, Map<String, Map<Integer, LagInfo>> lags) {
        Map<String, Position> positions = new HashMap<>();
        for (QueryableStore<?> store : QueryableStore.ALL) {
            if (store.kept() == place.kept()) {
                LagInfo lag = lags.getOrDefault(store.name(), Map.of()).get(place.partition());
                if (lag == null) {
                    return Optional.empty();
                }
                positions.put(store.name(), new Position(lag.currentOffsetPosition(), lag.endOffsetPosition()));
            }
        }
        return Optional.of(positions);
    }

    @Override
    public void close() {
        timer.shutdownNow();
        try {
            // A look that waits for a broker which is away is left alone: a consumer has one user.
            if (timer.awaitTermination(LOOK_MS, TimeUnit.MILLISECONDS) && gap != null) {
                gap.close();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
