package dev.millrace.streams.behaviour;

import dev.millrace.contract.capture.SourceTable;
import dev.millrace.contract.proto.ActionMeaning;
import dev.millrace.contract.proto.ActionRow;
import dev.millrace.contract.proto.Hop;
import dev.millrace.contract.proto.Interaction;
import dev.millrace.contract.proto.VisitState;
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
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.TimestampedKeyValueStore;
import org.jspecify.annotations.Nullable;

/// Turns action rows into interactions once their visit and their actions are known, in whatever order the
/// three come.
///
/// - A row is counted once, however often it is updated or read again by a snapshot.
/// - A row whose visit or action is missing waits, is tried again as either arrives, and is dead-lettered
/// in the end.
/// - A line of a cart or an order may change: then the difference is emitted.
/// - What the visit added before a login stays its visitor's ([VisitRows]).
/// - A row that Matomo purges is forgotten, never retracted.
/// - A row that is older than `bounds.lateness` when it is read is left out; what older rows added is
/// forgotten, and stands.
///
/// Output keys are item ids, or empty for what is of no item; a heartbeat becomes progress of this
/// partition.
final class CountActions implements Processor<String, Inbound, String, Outcome<Hop>> {
    private static final Duration RETRY = Duration.ofMillis(50);

    private final TopologySettings settings;
    private ProcessorContext<String, Outcome<Hop>> context;
    private Visits visits;
    private CountedRows counted;
    private VisitRows visitRows;
    private WaitingRows waiting;
    private ActionLookup actions;
    private Tally tooMany;
    private Tally internal;
    private Tally full;
    private Lateness lateness;

    /// Of what is in hand, and so of what comes of it.
    private long timestamp;

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
                Set<StoreBuilder<?>> stores =
                        new HashSet<>(Set.of(Visits.store(), CountedRows.store(), WaitingRows.store()));
                if (settings.namesUsersByLogin()) {
                    stores.add(WaitingLogins.store());
                }
                return stores;
            }
        };
    }

    @Override
    public void init(ProcessorContext<String, Outcome<Hop>> processorContext) {
        context = processorContext;
        int kept = settings.bounds().hotValues();
        visits = new Visits(context, kept, settings.exclusions());
        tooMany = Tally.of(context, "interactions-per-visit");
        internal = Tally.of(context, "internal-traffic");
        full = Tally.of(context, "waiting-rows-full");
        counted = new CountedRows(context, kept, this::interaction);
        TimestampedKeyValueStore<String, ActionMeaning> table = context.getStateStore(Behaviour.ACTION_TABLE);
        actions = new ActionLookup(StateStores.values(table), settings.partitions());
        visitRows = new VisitRows(
                context,
                settings,
                visits,
                counted,
                login -> emit("", Hop.newBuilder().setLogin(login).build()));
        waiting = new WaitingRows(context.getStateStore(WaitingRows.STORE), actions, settings);
        context.schedule(RETRY, PunctuationType.WALL_CLOCK_TIME, this::retry);
        lateness = new Lateness(context, counted, visits, settings.bounds().lateness());
    }

    @Override
    public void process(Record<String, Inbound> record) {
        timestamp = record.timestamp();
        switch (record.value()) {
            case Inbound.Row(RowChange change) -> row(change);
            case Inbound.Beat(var beat) -> {
                lateness.read(beat.getCommitTimeUs());
                int partition = context.taskId().partition();
                long complete = waiting.completeUntilUs(beat.getCommitTimeUs(), context.currentSystemTimeMs());
                emit("", Hops.progress(beat.getDatabase(), partition, complete));
            }
            case Inbound.Bad _ -> {
                // Has left the stream already.
            }
        }
    }

    private void row(RowChange change) {
        try {
            if (change.table() == SourceTable.LOG_VISIT) {
                visit(change);
            } else if (change.table() == SourceTable.LOG_LINK_VISIT_ACTION) {
                action(change);
            } else if (change.table() == SourceTable.LOG_CONVERSION_ITEM) {
                item(change);
            }
        } catch (BadRowException e) {
            var letter = DeadLetters.of(e, change.position(), change.origin(), context.currentSystemTimeMs());
            context.forward(new Record<>("", new Outcome.Bad<>(letter), timestamp));
        }
    }

    private void visit(RowChange change) {
        if (visitRows.read(change)) {
            waiting.ofVisit(String.valueOf(change.image().id("idvisit"))).forEach(this::settleOrWait);
        }
    }

    private void action(RowChange change) {
        ActionRow row = ActionRows.read(change, change.image(), context.currentSystemTimeMs());
        String key = WaitingRows.key(row);
        if (change.after().isEmpty()) {
            waiting.remove(key);
            counted.forget(key);
            return;
        }
        if (lateness.isLate(row)) {
            return;
        }
        boolean names = row.getUrlAction() != 0 || row.getCategoryAction() != 0 || row.getNameAction() != 0;
        if (isOurs(row) && names && counted(key, row, visits.find(row.getVisit())) == null) {
            settleOrWait(row);
        }
    }

    private void item(RowChange change) {
        ActionRow row = ActionRows.readItem(change, change.image(), context.currentSystemTimeMs());
        String key = WaitingRows.key(row);
        if (change.after().isPresent() && lateness.isLate(row)) {
            return;
        }
        if (change.after().isPresent() && !ActionRows.isCart(row)) {
            takeOutOfCart(row);
        }
        if (change.after().isEmpty()) {
            purgedLine(row, key);
        } else if (row.getRemoved()) {
            waiting.remove(key);
            takeBack(key, row);
        } else if (isOurs(row) && (ActionRows.isCart(row) || settings.matomoOrders())) {
            settleOrWait(row);
        }
    }

    /// What is ordered lies in no cart any more. Matomo turns the line of the cart into one of the order, which
    /// looks like a purge of the former. What was put in a cart behind the order stays there.
    private void takeOutOfCart(ActionRow ordered) {
        String cart = WaitingRows.key(ActionRows.inCart(ordered));
        @Nullable Interaction before = counted.find(cart);
        if (before != null && before.getEventTimeMs() <= ordered.getServerTimeMs()) {
            takeBack(cart, ordered);
        }
    }

    /// What a line added goes; its visit may add something else.
    private void takeBack(String key, ActionRow cause) {
        if (counted.takeBack(key, cause.getPosition())) {
            visits.tookBack(cause.getVisit());
        }
    }

    /// A cart's line that was counted is kept for the order that it may have become, which comes right behind.
    private void purgedLine(ActionRow row, String key) {
        waiting.remove(key);
        if (!ActionRows.isCart(row)) {
            counted.forget(key);
        }
    }

    private boolean isOurs(ActionRow row) {
        return settings.matomoSites().isEmpty() || settings.matomoSites().contains(row.getSite());
    }

    private void settleOrWait(ActionRow row) {
        settle(row).flatMap(missing -> waiting.add(row, missing)).ifPresent(surplus -> {
            full.hit();
            giveUp(surplus, "waiting-rows-full");
        });
    }

    /// Counts or drops the row if its visit and actions are known; else says what is missing.
    private Optional<Missing> settle(ActionRow row) {
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
                    count(key, row, meaning, visit);
                }
            }
        }
        return Optional.empty();
    }

    private void count(String key, ActionRow row, ActionRows.Meaning.Counts meaning, VisitState visit) {
        @Nullable Interaction before = counted(key, row, visit);
        if (before == null && !visits.mayAdd(visit)) {
            tooMany.hit();
            return;
        }
        String actor = before == null ? visit.getActor() : before.getActor();
        Interaction addition = ActionRows.addition(row, meaning, actor, settings.weights());
        counted.replace(key, before, addition, row.getPosition());
        if (before == null) {
            visits.added(row, visit);
        }
    }

    /// What the row adds already. Rows are numbered as they come: one above all that its visit has added is
    /// new.
    private @Nullable Interaction counted(String key, ActionRow row, @Nullable VisitState visit) {
        return visit != null && visits.isNew(row, visit) ? null : counted.find(key);
    }

    private void retry(long nowMs) {
        timestamp = nowMs;
        visitRows.retry(lateness.readUntilUs());
        for (ActionRow row : waiting.mayBeSettled()) {
            settleOrWait(row);
        }
        for (ActionRow row : waiting.takeOverdue(lateness.readUntilUs())) {
            boolean visitMissing = visits.find(row.getVisit()) == null;
            giveUp(row, visitMissing ? "view-without-visit" : "view-without-action");
        }
    }

    private void giveUp(ActionRow row, String reason) {
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

    private void interaction(Interaction interaction) {
        emit(interaction.getItemId(), Interactions.hop(interaction));
    }

    private void emit(String key, Hop hop) {
        context.forward(new Record<>(key, new Outcome.Good<>(hop), timestamp));
    }
}
