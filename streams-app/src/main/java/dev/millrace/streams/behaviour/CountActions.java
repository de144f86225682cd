package dev.millrace.streams.behaviour;

import dev.millrace.contract.capture.SourceTable;
import dev.millrace.contract.id.Actor;
import dev.millrace.contract.proto.ActionMeaning;
import dev.millrace.contract.proto.ActionRow;
import dev.millrace.contract.proto.Hop;
import dev.millrace.contract.proto.Interaction;
import dev.millrace.contract.proto.Login;
import dev.millrace.contract.proto.VisitState;
import dev.millrace.contract.serde.ProtoSerde;
import dev.millrace.streams.behaviour.WaitingRows.Missing;
import dev.millrace.streams.config.TopologySettings;
import dev.millrace.streams.ingest.BadRowException;
import dev.millrace.streams.ingest.DeadLetters;
import dev.millrace.streams.ingest.Inbound;
import dev.millrace.streams.ingest.Outcome;
import dev.millrace.streams.ingest.RowChange;
import dev.millrace.streams.interaction.Interactions;
import dev.millrace.streams.progress.Hops;
import dev.millrace.streams.runtime.StateStores;
import dev.millrace.streams.runtime.Tally;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
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

/// Turns action rows into interactions once their visit and their actions are known, in whatever order the
/// three come.
///
/// - A row is counted once, however often it is updated or read again by a snapshot.
/// - A row whose visit or action is missing waits, is tried again as either arrives, and is dead-lettered in
/// the end.
/// - A line of a cart or an order may change: then the difference is emitted.
/// - A login is told once, for whoever keeps profiles; what the visit added before stays its visitor's.
/// - A visit that turns out to be internal traffic takes back what it added.
/// - A row that Matomo purges is forgotten, never retracted.
///
/// Output keys are item ids, or empty for what is of no item; a heartbeat becomes progress of this partition.
final class CountActions implements Processor<String, Inbound, String, Outcome<Hop>> {
    static final String COUNTED = "counted-by-visit";
    private static final Duration RETRY = Duration.ofMillis(50);

    private final TopologySettings settings;
    private ProcessorContext<String, Outcome<Hop>> context;
    private Visits visits;
    private KeyValueStore<String, Interaction> counted;
    private WaitingRows waiting;
    private ActionLookup actions;
    private Tally tooMany;
    private Tally internal;
    private Tally full;
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
                        Visits.store(),
                        StateStores.keyed(COUNTED, ProtoSerde.versioned(Interaction.parser(), 1)),
                        WaitingRows.store());
            }
        };
    }

    @Override
    public void init(ProcessorContext<String, Outcome<Hop>> processorContext) {
        context = processorContext;
        readUntilUs = 0;
        visits = new Visits(context.getStateStore(Visits.STORE), settings.exclusions());
        tooMany = Tally.of(context, "interactions-per-visit");
        internal = Tally.of(context, "internal-traffic");
        full = Tally.of(context, "waiting-rows-full");
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
            } else if (change.table() == SourceTable.LOG_CONVERSION_ITEM) {
                item(change, timestamp);
            }
        } catch (BadRowException e) {
            var letter = DeadLetters.of(e, change.position(), change.origin(), context.currentSystemTimeMs());
            context.forward(new Record<>("", new Outcome.Bad<>(letter), timestamp));
        }
    }

    private void visit(RowChange change, long timestamp) {
        long number = change.image().id("idvisit");
        String visit = String.valueOf(number);
        if (change.after().isEmpty()) {
            visits.forget(visit);
            return;
        }
        Optional<Visits.Change> read = visits.read(
                visit,
                change.after().get(),
                TimeUnit.MICROSECONDS.toMillis(change.position().getCommitTimeUs()));
        if (read.isEmpty()) {
            return;
        }
        if (read.get().excluded()) {
            takeBack(visit, change, timestamp);
        }
        VisitState state = Objects.requireNonNull(visits.find(number));
        if (!state.getExcluded()) {
            read.get().login().ifPresent(user -> login(user, number, state, timestamp));
        }
        for (ActionRow waiter : waiting.ofVisit(visit)) {
            settleOrWait(waiter, timestamp);
        }
    }

    private void login(Actor.User user, long visit, VisitState state, long timestamp) {
        Login login = Login.newBuilder()
                .setVisitor(state.getVisitor())
                .setUser(user.number())
                .setVisit(visit)
                .setTimeMs(state.getStartedMs())
                .build();
        emit("", Hop.newBuilder().setLogin(login).build(), timestamp);
    }

    private void takeBack(String visit, RowChange change, long timestamp) {
        List<KeyValue<String, Interaction>> added = new ArrayList<>();
        try (var rows = counted.prefixScan(visit + "|", Serdes.String().serializer())) {
            rows.forEachRemaining(added::add);
        }
        for (var row : added) {
            counted.delete(row.key);
            interaction(Interactions.retraction(row.value, change.position()), timestamp);
        }
    }

    private void action(RowChange change, long timestamp) {
        ActionRow row = ActionRows.read(change, change.image(), context.currentSystemTimeMs());
        String key = WaitingRows.key(row);
        if (change.after().isEmpty()) {
            purged(key);
            return;
        }
        boolean names = row.getUrlAction() != 0 || row.getCategoryAction() != 0 || row.getNameAction() != 0;
        if (isOurs(row) && names && counted.get(key) == null) {
            settleOrWait(row, timestamp);
        }
    }

    private void item(RowChange change, long timestamp) {
        ActionRow row = ActionRows.readItem(change, change.image(), context.currentSystemTimeMs());
        String key = WaitingRows.key(row);
        if (change.after().isPresent() && !ActionRows.isCart(row)) {
            takeOutOfCart(row, timestamp);
        }
        if (change.after().isEmpty()) {
            purgedLine(row, key);
        } else if (row.getRemoved()) {
            waiting.remove(key);
            replace(key, Optional.empty(), row, timestamp);
        } else if (isOurs(row) && (ActionRows.isCart(row) || settings.matomoOrders())) {
            settleOrWait(row, timestamp);
        }
    }

    /// What is ordered lies in no cart any more. Matomo turns the line of the cart into one of the order, which
    /// looks like a purge of the former.
    private void takeOutOfCart(ActionRow ordered, long timestamp) {
        String cart = WaitingRows.key(ActionRows.inCart(ordered));
        waiting.remove(cart);
        replace(cart, Optional.empty(), ordered, timestamp);
    }

    /// A cart's line that was counted is kept for the order that it may have become, which comes right behind.
    private void purgedLine(ActionRow row, String key) {
        waiting.remove(key);
        if (!ActionRows.isCart(row)) {
            counted.delete(key);
        }
    }

    private void purged(String key) {
        waiting.remove(key);
        counted.delete(key);
    }

    private boolean isOurs(ActionRow row) {
        return settings.matomoSites().isEmpty() || settings.matomoSites().contains(row.getSite());
    }

    private void settleOrWait(ActionRow row, long timestamp) {
        settle(row, timestamp).flatMap(missing -> waiting.add(row, missing)).ifPresent(surplus -> {
            full.hit();
            giveUp(surplus, "waiting-rows-full", timestamp);
        });
    }

    /// Counts or drops the row if its visit and actions are known; else says what is missing.
    private Optional<Missing> settle(ActionRow row, long timestamp) {
        String key = WaitingRows.key(row);
        switch (ActionRows.meaning(row, actions)) {
            case ActionRows.Meaning.Waits(long idaction) -> {
                return Optional.of(new Missing.Action(idaction));
            }
            case ActionRows.Meaning.Nothing _ -> waiting.remove(key);
            case ActionRows.Meaning.Counts meaning -> {
                @Nullable VisitState visit = visits.find(row.getVisit());
                if (visit == null) {
                    return Optional.of(new Missing.Visit());
                }
                waiting.remove(key);
                if (visit.getExcluded()) {
                    internal.hit();
                } else {
                    count(key, row, meaning, visit, timestamp);
                }
            }
        }
        return Optional.empty();
    }

    private void count(String key, ActionRow row, ActionRows.Meaning.Counts meaning, VisitState visit, long timestamp) {
        @Nullable Interaction before = counted.get(key);
        if (before == null && !visits.mayAdd(visit)) {
            tooMany.hit();
            return;
        }
        String actor = before == null ? visit.getActor() : before.getActor();
        replace(key, Optional.of(ActionRows.addition(row, meaning, actor, settings.weights())), row, timestamp);
        if (before == null) {
            visits.added(row.getVisit(), visit);
        }
    }

    private void replace(String key, Optional<Interaction> now, ActionRow row, long timestamp) {
        @Nullable Interaction before = counted.get(key);
        if (before != null && now.isPresent() && Interactions.same(before, now.get())) {
            return;
        }
        if (before != null) {
            interaction(Interactions.retraction(before, row.getPosition()), timestamp);
            counted.delete(key);
        }
        now.ifPresent(addition -> {
            counted.put(key, addition);
            interaction(addition, timestamp);
        });
    }

    private void retry(long nowMs) {
        for (ActionRow row : waiting.mayBeSettled()) {
            settleOrWait(row, nowMs);
        }
        for (ActionRow row : waiting.takeOverdue(readUntilUs)) {
            boolean visitMissing = visits.find(row.getVisit()) == null;
            giveUp(row, visitMissing ? "view-without-visit" : "view-without-action", nowMs);
        }
    }

    private void giveUp(ActionRow row, String reason, long timestamp) {
        var origin = new RowChange.Origin(row.getTopic(), row.getPartition(), row.getOffset());
        var letter = DeadLetters.of(
                reason,
                "idvisit %d, idlink_va %d, idaction_url %d, idaction_sku %d"
                        .formatted(row.getVisit(), row.getId(), row.getUrlAction(), row.getSkuAction()),
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
