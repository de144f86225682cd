package dev.millrace.streams.orders;

import dev.millrace.contract.proto.DeadLetter;
import dev.millrace.contract.proto.Hop;
import dev.millrace.contract.proto.Interaction;
import dev.millrace.contract.serde.ProtoSerde;
import dev.millrace.streams.config.TopologySettings;
import dev.millrace.streams.ingest.BadRowException;
import dev.millrace.streams.ingest.DeadLetters;
import dev.millrace.streams.ingest.Inbound;
import dev.millrace.streams.ingest.Outcome;
import dev.millrace.streams.ingest.RowChange;
import dev.millrace.streams.interaction.Interactions;
import dev.millrace.streams.progress.Hops;
import dev.millrace.streams.runtime.StateStores;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.jspecify.annotations.Nullable;

/// Keeps what each order adds at present and emits the difference when a change alters it: nothing for a repeat, an
/// addition, a retraction, or both. Output keys are item ids; a heartbeat becomes progress of this partition.
final class CountOrders implements Processor<String, Inbound, String, Outcome<Hop>> {
    static final String STORE = "contribution-by-order";

    private final OrderContribution contribution;
    private ProcessorContext<String, Outcome<Hop>> context;
    private KeyValueStore<String, Interaction> counted;

    private CountOrders(TopologySettings settings) {
        this.contribution = new OrderContribution(settings);
    }

    static ProcessorSupplier<String, Inbound, String, Outcome<Hop>> supplier(TopologySettings settings) {
        return new ProcessorSupplier<>() {
            @Override
            public Processor<String, Inbound, String, Outcome<Hop>> get() {
                return new CountOrders(settings);
            }

            @Override
            public Set<StoreBuilder<?>> stores() {
                return Set.of(StateStores.keyed(STORE, ProtoSerde.versioned(Interaction.parser(), 1)));
            }
        };
    }

    @Override
    public void init(ProcessorContext<String, Outcome<Hop>> processorContext) {
        this.context = processorContext;
        this.counted = processorContext.getStateStore(STORE);
    }

    @Override
    public void process(Record<String, Inbound> record) {
        switch (record.value()) {
            case Inbound.Row(RowChange change) when OrderContribution.covers(change.table()) -> count(record, change);
            case Inbound.Row _, Inbound.Bad _ -> {
                // Another table; unreadable records have left the stream already.
            }
            case Inbound.Beat(var beat) ->
                context.forward(new Record<>(
                        "",
                        new Outcome.Good<>(Hops.progress(beat, context.taskId().partition())),
                        record.timestamp()));
        }
    }

    private void count(Record<String, Inbound> record, RowChange change) {
        try {
            String order = OrderContribution.orderId(change);
            replace(record, order, contributionNow(record, change), change);
        } catch (BadRowException e) {
            refuse(record, change, e);
        }
    }

    /// A row that has become unreadable adds nothing: what it added before is taken back.
    private Optional<Interaction> contributionNow(Record<String, Inbound> record, RowChange change) {
        try {
            return contribution.of(change, context.currentSystemTimeMs());
        } catch (BadRowException e) {
            refuse(record, change, e);
            return Optional.empty();
        }
    }

    private void refuse(Record<String, Inbound> record, RowChange change, BadRowException problem) {
        DeadLetter letter = DeadLetters.of(problem, change.position(), change.origin(), context.currentSystemTimeMs());
        context.forward(new Record<>("", new Outcome.Bad<>(letter), record.timestamp()));
    }

    private void replace(Record<String, Inbound> record, String order, Optional<Interaction> now, RowChange change) {
        @Nullable Interaction before = counted.get(order);
        if (before != null && now.isPresent() && Interactions.same(before, now.get())) {
            return;
        }
        if (before != null) {
            emit(record, Interactions.retraction(before, change.position()));
        }
        now.ifPresent(addition -> emit(record, addition));
        if (now.isPresent()) {
            counted.put(order, now.get());
        } else if (before != null) {
            counted.delete(order);
        }
    }

    private void emit(Record<String, Inbound> cause, Interaction interaction) {
        context.forward(new Record<>(
                interaction.getItemId(), new Outcome.Good<>(Interactions.hop(interaction)), cause.timestamp()));
    }
}
