package dev.millrace.streams.neighbours;

import dev.millrace.contract.proto.Activity;
import dev.millrace.contract.proto.Hop;
import dev.millrace.contract.proto.Neighbours;
import dev.millrace.contract.proto.PairUpdate;
import dev.millrace.contract.proto.Progress;
import dev.millrace.contract.store.QueryableStore;
import dev.millrace.streams.config.TopologySettings;
import dev.millrace.streams.progress.UpstreamProgress;
import dev.millrace.streams.runtime.HotValues;
import dev.millrace.streams.runtime.OpenStores;
import dev.millrace.streams.runtime.PendingWrites;
import dev.millrace.streams.runtime.StateStores;
import dev.millrace.streams.runtime.Tally;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.jspecify.annotations.Nullable;

/// Sums up every item's pairs and keeps its strongest neighbours.
///
/// Counted in memory: an item that is taken often has hundreds of pairs, of which an event changes a few. Lists
/// are ranked behind each batch, for as long as that takes a tenth of the time: a quiet partition shows a change
/// at once. A busy one ranks them at a commit, when the rows that they are made of are written. Progress is told
/// behind the lists that it covers.
final class RankNeighbours implements Processor<String, Hop, Void, Void> {
    /// Of one partition, at about 150 bytes each: rows of popular items are long.
    private static final int PAIRS_IN_MEMORY = 200_000;

    /// Lists are ranked again when this many times the time has passed that it took.
    private static final long PAUSE = 10;

    private final TopologySettings settings;
    private final Set<String> unranked = new LinkedHashSet<>();
    private final Map<String, Long> reachedUs = new LinkedHashMap<>();
    private final PendingWrites.Holder rank = this::rank;
    private ProcessorContext<Void, Void> context;
    private PendingWrites.OfTask pending;
    private UpstreamProgress upstream;
    private HotValues<PairRow> rows;
    private KeyValueStore<String, Neighbours> neighbours;
    private KeyValueStore<String, Activity> activities;
    private KeyValueStore<String, Progress> progress;
    private Tally full;
    private long dueNanos = System.nanoTime();

    private RankNeighbours(TopologySettings settings) {
        this.settings = settings;
    }

    static ProcessorSupplier<String, Hop, Void, Void> supplier(TopologySettings settings) {
        return new ProcessorSupplier<>() {
            @Override
            public Processor<String, Hop, Void, Void> get() {
                return new RankNeighbours(settings);
            }

            @Override
            public Set<StoreBuilder<?>> stores() {
                return Set.of(
                        PairRows.store(),
                        StateStores.queryable(QueryableStore.NEIGHBOURS),
                        StateStores.queryable(QueryableStore.ACTIVITY),
                        StateStores.queryable(QueryableStore.NEIGHBOUR_PROGRESS));
            }
        };
    }

    @Override
    public void init(ProcessorContext<Void, Void> processorContext) {
        context = processorContext;
        OpenStores.own(context);
        pending = PendingWrites.of(context.taskId());
        upstream = new UpstreamProgress(settings.partitions());
        full = Tally.of(context, "pairs-per-item");
        int mostRows = Math.max(1, PAIRS_IN_MEMORY / settings.bounds().pairsPerItem());
        rows = new HotValues<>(
                context.taskId(),
                new PairRows(context),
                Math.min(settings.bounds().hotValues(), mostRows));
        neighbours = context.getStateStore(QueryableStore.NEIGHBOURS.name());
        activities = context.getStateStore(QueryableStore.ACTIVITY.name());
        progress = context.getStateStore(QueryableStore.NEIGHBOUR_PROGRESS.name());
    }

    @Override
    public void close() {
        OpenStores.disown(context);
    }

    @Override
    public void process(Record<String, Hop> record) {
        Hop hop = record.value();
        switch (hop.getKindCase()) {
            case BATCH -> {
                hop.getBatch().getUpdatesList().forEach(this::count);
                rankIfDue();
            }
            case PROGRESS ->
                upstream.advance(hop.getProgress()).ifPresent(time -> {
                    reachedUs.put(hop.getProgress().getDatabase(), time);
                    pending.add(rank);
                    rankIfDue();
                });
            case INTERACTION, PAIRS, LOGIN, PROFILE, KIND_NOT_SET ->
                throw new IllegalStateException("unexpected " + hop.getKindCase());
        }
    }

    private void count(PairUpdate update) {
        String item = update.getItemId();
        @Nullable PairRow known = rows.get(item);
        PairRow row = known == null ? new PairRow() : known;
        if (row.add(update, settings.bounds().pairsPerItem())) {
            full.hit();
        }
        if (row.isEmpty()) {
            rows.delete(item);
        } else {
            rows.put(item, row);
        }
        unranked.add(item);
        pending.add(rank);
        if (unranked.size() >= settings.bounds().hotValues()) {
            rank();
        }
    }

    private void rankIfDue() {
        if (System.nanoTime() - dueNanos >= 0) {
            rank();
        }
    }

    private void rank() {
        long began = System.nanoTime();
        for (String item : unranked) {
            @Nullable PairRow row = rows.get(item);
            if (row == null) {
                neighbours.delete(item);
                activities.delete(item);
            } else {
                neighbours.put(item, row.best(settings.bounds().neighbours()));
                activities.put(
                        item,
                        Activity.newBuilder()
                                .setStrength(row.activity())
                                .setActors(row.actors())
                                .build());
            }
        }
        unranked.clear();
        reachedUs.forEach((database, time) -> progress.put(
                database, Progress.newBuilder().setCommitTimeUs(time).build()));
        reachedUs.clear();
        long ended = System.nanoTime();
        dueNanos = ended + PAUSE * (ended - began);
    }
}
