package dev.millrace.streams.neighbours;

import dev.millrace.contract.proto.ActorHistory;
import dev.millrace.contract.proto.Hop;
import dev.millrace.contract.proto.Interaction;
import dev.millrace.contract.proto.PairUpdate;
import dev.millrace.contract.proto.PairUpdates;
import dev.millrace.contract.serde.ProtoSerde;
import dev.millrace.contract.topic.Partitions;
import dev.millrace.streams.config.TopologySettings;
import dev.millrace.streams.progress.Hops;
import dev.millrace.streams.progress.UpstreamProgress;
import dev.millrace.streams.runtime.CommitScope;
import dev.millrace.streams.runtime.Expiry;
import dev.millrace.streams.runtime.HotValues;
import dev.millrace.streams.runtime.PendingWrites;
import dev.millrace.streams.runtime.StateStores;
import dev.millrace.streams.runtime.Tally;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.StoreBuilder;
import org.jspecify.annotations.Nullable;

/// Keeps the newest items of each actor, and emits what changes of them do to pairs.
///
/// Summed up until the next commit, or until there are too many, and then sent as one record for each partition,
/// with the progress behind them: nobody downstream reads it before the commit anyway. Output keys are item ids of
/// the partition.
final class PairItems implements Processor<String, Hop, String, Hop> {
    static final String STORE = "history-by-actor";
    private static final Duration EXPIRE = Duration.ofMinutes(1);

    /// Items of a record at most, for its size.
    private static final int SENT = 500;

    private final TopologySettings settings;
    private final Map<String, Long> reachedUs = new LinkedHashMap<>();
    private UpstreamProgress upstream;
    private ProcessorContext<String, Hop> context;
    private HotValues<ActorHistory> histories;
    private Expiry<ActorHistory> expiry;
    private Tally pushedOut;
    private Tally full;
    private PairDeltas deltas;
    private PendingWrites.OfTask pending;
    private PendingWrites.Holder held;
    private long timestamp;

    private PairItems(TopologySettings settings) {
        this.settings = settings;
    }

    static ProcessorSupplier<String, Hop, String, Hop> supplier(TopologySettings settings) {
        return new ProcessorSupplier<>() {
            @Override
            public Processor<String, Hop, String, Hop> get() {
                return new PairItems(settings);
            }

            @Override
            public Set<StoreBuilder<?>> stores() {
                return Set.of(StateStores.keyed(STORE, ProtoSerde.versioned(ActorHistory.parser(), 2)));
            }
        };
    }

    @Override
    public void init(ProcessorContext<String, Hop> processorContext) {
        upstream = new UpstreamProgress(settings.partitions());
        this.context = processorContext;
        histories = new HotValues<>(processorContext, STORE, settings.bounds().hotValues());
        deltas = new PairDeltas();
        CommitScope scope = new CommitScope(processorContext);
        pending = PendingWrites.of(processorContext.taskId());
        held = () -> scope.run(this::send);
        pushedOut = Tally.of(processorContext, "history-length");
        full = Tally.of(processorContext, "unsent-pairs");
        expiry = new Expiry<>(
                histories,
                PairItems::newestMs,
                settings.bounds().lateness(),
                Tally.of(processorContext, "history-forgotten"));
        processorContext.schedule(EXPIRE, PunctuationType.WALL_CLOCK_TIME, this::forget);
    }

    @Override
    public void process(Record<String, Hop> record) {
        Hop hop = record.value();
        switch (hop.getKindCase()) {
            case INTERACTION -> {
                if (!hop.getInteraction().getItemId().isEmpty()) {
                    timestamp = Math.max(timestamp, record.timestamp());
                    pair(hop.getInteraction());
                }
            }
            case PROGRESS ->
                upstream.advance(hop.getProgress()).ifPresent(time -> {
                    timestamp = Math.max(timestamp, record.timestamp());
                    reachedUs.put(hop.getProgress().getDatabase(), time);
                    pending.add(held);
                });
            case LOGIN -> {
                // What a visitor did stays the visitor's here.
            }
            case PAIRS, BATCH, PROFILE, KIND_NOT_SET ->
                throw new IllegalStateException("unexpected " + hop.getKindCase());
        }
    }

    /// A full history took an item in that it did not have.
    private boolean pushedOut(ActorHistory before, ActorHistory now, Interaction interaction) {
        return before.getEntriesCount() == settings.bounds().historyLength()
                && now.getEntriesCount() == before.getEntriesCount()
                && before.getEntriesList().stream()
                        .noneMatch(entry -> entry.getItemId().equals(interaction.getItemId()));
    }

    private void forget(long nowMs) {
        expiry.look(Math.min(nowMs, TimeUnit.MICROSECONDS.toMillis(upstream.lowestUs(settings.capturedRoles()))));
    }

    /// A history with an order is kept for good: an order may change whenever its shop likes, and would be
    /// taken for a new one.
    private static long newestMs(ActorHistory history) {
        return history.getEntriesList().stream()
                .mapToLong(entry -> entry.getOrders() > 0 ? Long.MAX_VALUE : entry.getLastTimeMs())
                .max()
                .orElse(0);
    }

    private void pair(Interaction interaction) {
        String actor = interaction.getActor();
        @Nullable ActorHistory known = histories.get(actor);
        ActorHistory before = known == null ? ActorHistory.getDefaultInstance() : known;
        ActorHistory now =
                ActorPairs.apply(before, interaction, settings.bounds().historyLength(), deltas);
        if (pushedOut(before, now, interaction)) {
            pushedOut.hit();
        }
        if (now.getEntriesCount() == 0) {
            histories.delete(actor);
        } else {
            histories.put(actor, now);
        }
        if (deltas.size() >= settings.bounds().unsentPairs()) {
            full.hit();
            send();
        } else {
            pending.add(held);
        }
    }

    private void send() {
        Map<Integer, List<PairUpdate>> byPartition = deltas.take().stream()
                .collect(Collectors.groupingBy(update -> Partitions.of(update.getItemId(), settings.partitions())));
        for (List<PairUpdate> updates : byPartition.values()) {
            for (int from = 0; from < updates.size(); from += SENT) {
                List<PairUpdate> batch = updates.subList(from, Math.min(updates.size(), from + SENT));
                context.forward(new Record<>(
                        batch.getFirst().getItemId(),
                        Hop.newBuilder()
                                .setBatch(PairUpdates.newBuilder().addAllUpdates(batch))
                                .build(),
                        timestamp));
            }
        }
        int partition = context.taskId().partition();
        reachedUs.forEach((database, time) ->
                context.forward(new Record<>("", Hops.progress(database, partition, time), timestamp)));
        reachedUs.clear();
    }
}
