package dev.millrace.streams.neighbours;

import dev.millrace.contract.proto.Activity;
import dev.millrace.contract.proto.Hop;
import dev.millrace.contract.proto.Neighbour;
import dev.millrace.contract.proto.Neighbours;
import dev.millrace.contract.proto.PairUpdate;
import dev.millrace.contract.proto.Progress;
import dev.millrace.contract.store.QueryableStore;
import dev.millrace.streams.config.TopologySettings;
import dev.millrace.streams.progress.UpstreamProgress;
import dev.millrace.streams.runtime.StateStores;
import dev.millrace.streams.runtime.Tally;
import java.util.Set;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.jspecify.annotations.Nullable;

/// Sums the strength of every pair and keeps each item's strongest neighbours.
final class RankNeighbours implements Processor<String, Hop, Void, Void> {
    /// `ds:1|ds:2` → strength in hundredths; one entry per direction, so that an item's pairs share a prefix.
    static final String PAIRS = "strength-by-pair";

    private final TopologySettings settings;
    private UpstreamProgress upstream;
    private KeyValueStore<String, Long> pairs;
    private KeyValueStore<String, Neighbours> neighbours;
    private KeyValueStore<String, Activity> activities;
    private KeyValueStore<String, Progress> progress;
    private Tally full;

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
                        StateStores.numbers(PAIRS),
                        StateStores.queryable(QueryableStore.NEIGHBOURS),
                        StateStores.queryable(QueryableStore.ACTIVITY),
                        StateStores.queryable(QueryableStore.NEIGHBOUR_PROGRESS));
            }
        };
    }

    @Override
    public void init(ProcessorContext<Void, Void> context) {
        upstream = new UpstreamProgress(settings.partitions());
        full = Tally.of(context, "neighbours");
        pairs = context.getStateStore(PAIRS);
        neighbours = context.getStateStore(QueryableStore.NEIGHBOURS.name());
        activities = context.getStateStore(QueryableStore.ACTIVITY.name());
        progress = context.getStateStore(QueryableStore.NEIGHBOUR_PROGRESS.name());
    }

    @Override
    public void process(Record<String, Hop> record) {
        Hop hop = record.value();
        switch (hop.getKindCase()) {
            case PAIRS -> update(hop.getPairs());
            case PROGRESS ->
                upstream.advance(hop.getProgress())
                        .ifPresent(time -> progress.put(
                                hop.getProgress().getDatabase(),
                                Progress.newBuilder().setCommitTimeUs(time).build()));
            case INTERACTION, LOGIN, PROFILE, KIND_NOT_SET ->
                throw new IllegalStateException("unexpected " + hop.getKindCase());
        }
    }

    private void update(PairUpdate update) {
        String item = update.getItemId();
        @Nullable Neighbours before = neighbours.get(item);
        int limit = settings.bounds().neighbours();
        NeighbourList list = before == null ? NeighbourList.empty(limit) : NeighbourList.of(before, limit);
        for (Neighbour delta : update.getDeltasList()) {
            long strength = add(item + "|" + delta.getItemId(), delta.getStrength());
            list.set(delta.getItemId(), strength);
        }
        if (list.hasDropped()) {
            full.hit();
        }
        long activity = (before == null ? 0 : before.getActivity()) + update.getActivityDelta();
        keep(item, activity, list.mustBeRebuilt() ? rebuilt(item, limit) : list);
        if (update.getActivityDelta() != 0) {
            keepActivity(item, activity);
        }
    }

    private long add(String pair, long delta) {
        @Nullable Long before = pairs.get(pair);
        long strength = (before == null ? 0 : before) + delta;
        if (strength > 0) {
            pairs.put(pair, strength);
        } else {
            pairs.delete(pair);
        }
        return strength;
    }

    private NeighbourList rebuilt(String item, int limit) {
        NeighbourList list = NeighbourList.empty(limit);
        String prefix = item + "|";
        try (var entries = pairs.prefixScan(prefix, Serdes.String().serializer())) {
            entries.forEachRemaining(entry -> list.add(entry.key.substring(prefix.length()), entry.value));
        }
        return list;
    }

    private void keepActivity(String item, long activity) {
        if (activity > 0) {
            activities.put(item, Activity.newBuilder().setStrength(activity).build());
        } else {
            activities.delete(item);
        }
    }

    private void keep(String item, long activity, NeighbourList list) {
        if (activity <= 0 && list.isEmpty()) {
            neighbours.delete(item);
        } else {
            neighbours.put(
                    item,
                    list.into(Neighbours.newBuilder().setActivity(activity)).build());
        }
    }
}
