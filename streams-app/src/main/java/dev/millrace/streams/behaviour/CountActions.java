package dev.millrace.streams.behaviour;

import dev.millrace.contract.capture.SourceTable;
import dev.millrace.contract.id.Actor;
import dev.millrace.contract.proto.ActionMeaning;
import dev.millrace.contract.proto.ActionRow;
import dev.millrace.contract.proto.Hop;
import dev.millrace.contract.proto.Interaction;
import dev.millrace.contract.proto.VisitState;
import dev.millrace.contract.serde.ProtoSerde;
import dev.millrace.streams.behaviour.WaitingRows.Missing;
import dev.millrace.streams.config.TopologySettings;
import dev.millrace.streams.ingest.BadRowException;
import dev.millrace.streams.ingest.DeadLetters;
import dev.millrace.streams.ingest.Fields;
import dev.millrace.streams.ingest.Inbound;
import dev.millrace.streams.ingest.Outcome;
import dev.millrace.streams.ingest.RowChange;
import dev.millrace.streams.interaction.Interactions;
import dev.millrace.streams.progress.Hops;
import dev.millrace.streams.runtime.StateStores;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.TimestampedKeyValueStore;
import org.jspecify.annotations.Nullable;

/// Turns action rows into interactions once their visit and their actions are known, in whatever order the three come.
///
/// - A row is counted once, however often it is updated or read again by a snapshot.
/// - A row whose visit or action is missing waits, is tried again as either arrives, and is dead-lettered in the end.
/// - When a visit gets another actor (a login), what its rows added moves from the old actor to the new one.
/// - A row that Matomo purges is forgotten, never retracted.
///
/// Output keys are item ids; a heartbeat becomes progress of this partition.
final class CountActions implements Processor<String, Inbound, String, Outcome<Hop>> {
    static final String VISITS = "actor-by-visit";
    static final String COUNTED = "counted-by-visit";
    private static final Duration RETRY = Duration.ofMillis(50);

    private final TopologySettings settings;
    private ProcessorContext<String, Outcome<Hop>> context;
    private KeyValueStore<String, VisitState> visits;
    private KeyValueStore<String, Interaction> counted;
    private WaitingRows waiting;
    private ActionLookup actions;
    private long readUntilUs;

    private CountActions(TopologySettings settings) {
        this.settings = settings;
    }

    static ProcessorSupplier<String, Inbound, String, Outcome<Hop>> supplier(TopologySettings settings) {
        return new ProcessorSupplier<>() {
            @Override
            public Processor<String, Inbound, String, Outcome<Hop>> get() {
                return new CountActions(settings);
            }

            @Override
            public Set<StoreBuilder<?>> stores() {
                return Set.of(
                        StateStores.keyed(VISITS, ProtoSerde.versioned(VisitState.parser(), 1)),
                        StateStores.keyed(COUNTED, ProtoSerde.versioned(Interaction.parser(), 1)),
                        WaitingRows.store());
            }
        };
    }

    @Override
    public void init(ProcessorContext<String, Outcome<Hop>> processorContext) {
        context = processorContext;
        readUntilUs = 0;
        visits = context.getStateStore(VISITS);
        counted = context.getStateStore(COUNTED);
        TimestampedKeyValueStore<String, ActionMeaning> table = context.getStateStore(Behaviour.ACTION_TABLE);
        actions = new ActionLookup(
                key -> {
                    var entry = table.get(key);
                    return entry == null ? null : entry.value();
                },
                settings.partitions());
        waiting = new WaitingRows(context.getStateStore(WaitingRows.STORE), actions, settings);
        context.schedule(RETRY, PunctuationType.WALL_CLOCK_TIME, this::retry);
    }

    @Override
    public void process(Record<String, Inbound> record) {
        switch (record.value()) {
            case Inbound.Row(RowChange change) -> row(change, record.timestamp());
            case Inbound.Beat(var beat) -> {
                readUntilUs = Math.max(readUntilUs, beat.getCommitTimeUs());
                int partition = context.taskId().partition();
                long complete = waiting.completeUntilUs(beat.getCommitTimeUs(), context.currentSystemTimeMs());
                emit("", Hops.progress(beat.getDatabase(), partition, complete), record.timestamp());
            }
            case Inbound.Bad _ -> {
                // Has left the stream already.
            }
        }
    }

    private void row(RowChange change, long timestamp) {
        try {
            if (change.table() == SourceTable.LOG_VISIT) {
                visit(change, timestamp);
            } else if (change.table() == SourceTable.LOG_LINK_VISIT_ACTION) {
                action(change, timestamp);
            }
        } catch (BadRowException e) {
            var letter = DeadLetters.of(e, change.position(), change.origin(), context.currentSystemTimeMs());
            context.forward(new Record<>("", new Outcome.Bad<>(letter), timestamp));
        }
    }

    private void visit(RowChange change, long timestamp) {
        String visit = String.valueOf(change.image().id("idvisit"));
        if (change.after().isEmpty()) {
            visits.delete(visit);
            return;
        }
        Fields row = change.after().get();
        @Nullable VisitState before = visits.get(visit);
        Optional<Actor> actor = ActionRows.actor(row);
        if (actor.isEmpty()
                || (before != null && before.getActor().equals(actor.get().key()))) {
            return;
        }
        visits.put(visit, VisitState.newBuilder().setActor(actor.get().key()).build());
        if (before != null) {
            moveToActor(visit, actor.get().key(), change, timestamp);
        }
        for (ActionRow waiter : waiting.ofVisit(visit)) {
            settleOrWait(waiter, timestamp);
        }
    }

    private void moveToActor(String visit, String actor, RowChange change, long timestamp) {
        List<KeyValue<String, Interaction>> moved = new ArrayList<>();
        try (var rows = counted.prefixScan(visit + "|", Serdes.String().serializer())) {
            rows.forEachRemaining(moved::add);
        }
        for (var row : moved) {
            Interaction now = row.value.toBuilder()
                    .setActor(actor)
                    .setPosition(change.position())
                    .build();
            counted.put(row.key, now);
            interaction(Interactions.retraction(row.value, change.position()), timestamp);
            interaction(now, timestamp);
        }
    }

    private void action(RowChange change, long timestamp) {
        long now = context.currentSystemTimeMs();
        ActionRow row = ActionRows.read(change, change.image(), now);
        String key = WaitingRows.key(row);
        if (change.after().isEmpty()) {
            waiting.remove(key);
            counted.delete(key);
            return;
        }
        boolean ours =
                settings.matomoSites().isEmpty() || settings.matomoSites().contains(row.getSite());
        boolean names = row.getUrlAction() != 0 || row.getCategoryAction() != 0;
        if (ours && names && counted.get(key) == null) {
            settleOrWait(row, timestamp);
        }
    }

    private void settleOrWait(ActionRow row, long timestamp) {
        settle(row, timestamp)
                .flatMap(missing -> waiting.add(row, missing))
                .ifPresent(surplus -> giveUp(surplus, "waiting-rows-full", timestamp));
    }

    /// Counts or drops the row if its visit and actions are known; else says what is missing.
    private Optional<Missing> settle(ActionRow row, long timestamp) {
        switch (ActionRows.meaning(row, actions)) {
            case ActionRows.Meaning.Waits(long idaction) -> {
                return Optional.of(new Missing.Action(idaction));
            }
            case ActionRows.Meaning.Nothing _ -> waiting.remove(WaitingRows.key(row));
            case ActionRows.Meaning.Counts meaning -> {
                @Nullable VisitState visit = visits.get(String.valueOf(row.getVisit()));
                if (visit == null) {
                    return Optional.of(new Missing.Visit());
                }
                Interaction addition = ActionRows.addition(row, meaning, visit.getActor(), settings.weights());
                counted.put(WaitingRows.key(row), addition);
                waiting.remove(WaitingRows.key(row));
                interaction(addition, timestamp);
            }
        }
        return Optional.empty();
    }

    private void retry(long nowMs) {
        for (ActionRow row : waiting.mayBeSettled()) {
            settleOrWait(row, nowMs);
        }
        for (ActionRow row : waiting.takeOverdue(readUntilUs)) {
            boolean visitMissing = visits.get(String.valueOf(row.getVisit())) == null;
            giveUp(row, visitMissing ? "view-without-visit" : "view-without-action", nowMs);
        }
    }

    private void giveUp(ActionRow row, String reason, long timestamp) {
        var origin = new RowChange.Origin(row.getTopic(), row.getPartition(), row.getOffset());
        var letter = DeadLetters.of(
                reason,
                "idvisit %d, idlink_va %d, idaction_url %d".formatted(row.getVisit(), row.getId(), row.getUrlAction()),
                row.getPosition(),
                origin,
                context.currentSystemTimeMs());
        context.forward(new Record<>("", new Outcome.Bad<>(letter), timestamp));
    }

    private void interaction(Interaction interaction, long timestamp) {
        emit(interaction.getItemId(), Interactions.hop(interaction), timestamp);
    }

    private void emit(String key, Hop hop, long timestamp) {
        context.forward(new Record<>(key, new Outcome.Good<>(hop), timestamp));
    }
}
