package dev.millrace.streams.neighbours;

import dev.millrace.contract.proto.ActorHistory;
import dev.millrace.contract.proto.Hop;
import dev.millrace.contract.proto.Interaction;
import dev.millrace.contract.proto.PairUpdate;
import dev.millrace.contract.serde.ProtoSerde;
import dev.millrace.streams.config.TopologySettings;
import dev.millrace.streams.progress.Hops;
import dev.millrace.streams.progress.UpstreamProgress;
import dev.millrace.streams.runtime.Expiry;
import dev.millrace.streams.runtime.HotValues;
import dev.millrace.streams.runtime.StateStores;
import dev.millrace.streams.runtime.Tally;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.StoreBuilder;
import org.jspecify.annotations.Nullable;

/// Keeps the newest items of each actor, and emits what a change of them does to pairs. Output keys are item
/// ids.
final class PairItems implements Processor<String, Hop, String, Hop> {
    static final String STORE = "history-by-actor";
    private static final Duration EXPIRE = Duration.ofMinutes(1);

    private final TopologySettings settings;
    private UpstreamProgress upstream;
    private ProcessorContext<String, Hop> context;
    private HotValues<ActorHistory> histories;
    private Expiry<ActorHistory> expiry;
    private Tally pushedOut;

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
                return Set.of(StateStores.keyed(STORE, ProtoSerde.versioned(ActorHistory.parser(), 1)));
            }
        };
    }

    @Override
    public void init(ProcessorContext<String, Hop> processorContext) {
        upstream = new UpstreamProgress(settings.partitions());
        this.context = processorContext;
        histories = new HotValues<>(processorContext, STORE, settings.bounds().hotValues());
        pushedOut = Tally.of(processorContext, "history-length");
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
                    pair(hop.getInteraction(), record.timestamp());
                }
            }
            case PROGRESS ->
                upstream.advance(hop.getProgress())
                        .ifPresent(time -> context.forward(new Record<>(
                                "",
                                Hops.progress(
                                        hop.getProgress().getDatabase(),
                                        context.taskId().partition(),
                                        time),
                                record.timestamp())));
            case LOGIN -> {
                // What a visitor did stays the visitor's here.
            }
            case PAIRS, PROFILE, KIND_NOT_SET -> throw new IllegalStateException("unexpected " + hop.getKindCase());
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

    private void pair(Interaction interaction, long timestamp) {
        String actor = interaction.getActor();
        @Nullable ActorHistory before = histories.get(actor);
        ActorPairs.Result result = ActorPairs.apply(
                before == null ? ActorHistory.getDefaultInstance() : before,
                interaction,
                settings.bounds().historyLength());
        if (before != null && pushedOut(before, result.history(), interaction)) {
            pushedOut.hit();
        }
        if (result.history().getEntriesCount() == 0) {
            histories.delete(actor);
        } else {
            histories.put(actor, result.history());
        }
        for (PairUpdate update : result.updates()) {
            context.forward(new Record<>(
                    update.getItemId(), Hop.newBuilder().setPairs(update).build(), timestamp));
        }
    }
}
