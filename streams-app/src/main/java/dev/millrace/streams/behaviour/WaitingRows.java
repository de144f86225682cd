package dev.millrace.streams.behaviour;

import dev.millrace.contract.proto.ActionMeaning;
import dev.millrace.contract.proto.ActionRow;
import dev.millrace.contract.serde.ProtoSerde;
import dev.millrace.streams.config.TopologySettings;
import dev.millrace.streams.config.TopologySettings.Bounds;
import dev.millrace.streams.runtime.StateStores;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.jspecify.annotations.Nullable;

/// Action rows of one partition that wait for their visit or action. Bounded.
///
/// The heap mirrors what each row waits for, so that a row is only tried again when that may have come: a
/// missing action once the table of actions has moved on in the action's partition, a missing visit when the
/// visit is read. Trying all of them in turn made a stream that fell behind fall further behind.
final class WaitingRows {
    static final String STORE = "waiting-by-visit";

    /// Missing actions looked up, and rows tried, in one round; the next round goes on behind them.
    private static final int AT_ONCE = 500;

    /// A waiting row holds the partition's progress back this long; then it counts as late rather than as
    /// unread.
    private static final long HOLDS_PROGRESS_MS = 1_000;

    private final KeyValueStore<String, ActionRow> store;
    private final ActionLookup actions;
    private final Bounds bounds;

    /// In order of arrival.
    private final LinkedHashMap<String, Waiter> waiters = new LinkedHashMap<>();

    private final List<MissingActions> missingActions = new ArrayList<>();
    private final Deque<String> untried = new ArrayDeque<>();

    /// What a row waits for.
    sealed interface Missing {
        /// An action that has not been read.
        record Action(long idaction) implements Missing {}

        /// Its visit.
        record Visit() implements Missing {}
    }

    private record Waiter(long commitTimeUs, long arrivedMs, Missing missing) {}

    /// The rows that wait for an action of one partition of `log_action`.
    private static final class MissingActions {
        private final NavigableMap<Long, Set<String>> rowsByAction = new TreeMap<>();
        private ActionMeaning.Progress seen = ActionMeaning.Progress.getDefaultInstance();
        private boolean inRound;
        private long cursor;
    }

    WaitingRows(KeyValueStore<String, ActionRow> store, ActionLookup actions, TopologySettings settings) {
        this.store = store;
        this.actions = actions;
        this.bounds = settings.bounds();
        for (int partition = 0; partition < settings.partitions(); partition++) {
            missingActions.add(new MissingActions());
        }
        Map<String, Waiter> found = new HashMap<>();
        try (var all = store.all()) {
            all.forEachRemaining(entry -> found.put(entry.key, waiter(entry.value, new Missing.Visit())));
        }
        found.entrySet().stream()
                .sorted(Comparator.comparingLong(entry -> entry.getValue().arrivedMs()))
                .forEach(entry -> waiters.put(entry.getKey(), entry.getValue()));
        untried.addAll(waiters.keySet());
    }

    static StoreBuilder<?> store() {
        return StateStores.keyed(STORE, ProtoSerde.versioned(ActionRow.parser(), 1));
    }

    static String key(ActionRow row) {
        return row.getSkuAction() == 0
                ? row.getVisit() + "|" + row.getId()
                : "%d|item|%d|%s".formatted(row.getVisit(), row.getSkuAction(), row.getOrder());
    }

    /// Takes a row in, or a newer image of one that waits; returns it when there is no room.
    Optional<ActionRow> add(ActionRow row, Missing missing) {
        String key = key(row);
        @Nullable Waiter known = waiters.get(key);
        if (known == null && waiters.size() >= bounds.waitingRows()) {
            return Optional.of(row);
        }
        ActionRow kept = known == null
                ? row
                : row.toBuilder().setArrivedMs(known.arrivedMs()).build();
        if (known != null) {
            forget(key, known);
        }
        if (known == null || !kept.equals(store.get(key))) {
            store.put(key, kept);
        }
        waiters.put(key, waiter(kept, missing));
        if (missing instanceof Missing.Action(long idaction)) {
            missingActions
                    .get(actions.partition(idaction))
                    .rowsByAction
                    .computeIfAbsent(idaction, id -> new LinkedHashSet<>())
                    .add(key);
        }
        return Optional.empty();
    }

    void remove(String key) {
        @Nullable Waiter known = waiters.remove(key);
        if (known != null) {
            forget(key, known);
            store.delete(key);
        }
    }

    /// The waiting rows of one visit.
    List<ActionRow> ofVisit(String visit) {
        if (waiters.isEmpty()) {
            return List.of();
        }
        List<ActionRow> rows = new ArrayList<>();
        try (var found = store.prefixScan(visit + "|", Serdes.String().serializer())) {
            found.forEachRemaining(entry -> rows.add(entry.value));
        }
        return rows;
    }

    /// Rows whose missing action may be known by now.
    List<ActionRow> mayBeSettled() {
        List<String> keys = new ArrayList<>();
        for (int i = 0; i < AT_ONCE && !untried.isEmpty(); i++) {
            keys.add(untried.removeFirst());
        }
        for (int partition = 0; partition < missingActions.size(); partition++) {
            addMovedOn(partition, keys);
        }
        List<ActionRow> rows = new ArrayList<>();
        for (String key : keys) {
            @Nullable ActionRow row = store.get(key);
            if (row != null) {
                rows.add(row);
            }
        }
        return rows;
    }

    /// Removes and returns the rows that have waited longer than rows may, by the clock of the source: what
    /// they wait for has not come in the changes of that time. While nothing is read, nothing is overdue.
    ///
    /// @param readUntilUs commit time up to which this partition has read rows and visits
    List<ActionRow> takeOverdue(long readUntilUs) {
        List<ActionRow> rows = new ArrayList<>();
        long patienceUs = TimeUnit.MILLISECONDS.toMicros(bounds.waitingTime().toMillis());
        while (untried.isEmpty() && !waiters.isEmpty() && rows.size() < AT_ONCE) {
            var oldest = waiters.firstEntry();
            Waiter waiter = oldest.getValue();
            if (waiter.commitTimeUs() + patienceUs >= searchedUntilUs(waiter.missing(), readUntilUs)) {
                break;
            }
            @Nullable ActionRow row = store.get(oldest.getKey());
            remove(oldest.getKey());
            if (row != null) {
                rows.add(row);
            }
        }
        return rows;
    }

    private long searchedUntilUs(Missing missing, long readUntilUs) {
        return switch (missing) {
            case Missing.Action(long idaction) ->
                Math.min(
                        readUntilUs,
                        actions.progress(actions.partition(idaction)).getCommitTimeUs());
            case Missing.Visit _ -> readUntilUs;
        };
    }

    /// `commitTimeUs`, or just before the oldest change that waits since less than a second.
    long completeUntilUs(long commitTimeUs, long nowMs) {
        long complete = commitTimeUs;
        for (Waiter waiter : waiters.sequencedValues().reversed()) {
            if (nowMs - waiter.arrivedMs() >= HOLDS_PROGRESS_MS) {
                break;
            }
            complete = Math.min(complete, waiter.commitTimeUs() - 1);
        }
        return complete;
    }

    /// Adds the rows whose action the table may tell something about since the last round. An action above the
    /// highest id that the table has told of is not looked up: the progress comes behind the actions that it
    /// covers.
    private void addMovedOn(int partition, List<String> keys) {
        MissingActions missing = missingActions.get(partition);
        if (missing.rowsByAction.isEmpty()) {
            return;
        }
        ActionMeaning.Progress now = actions.progress(partition);
        if (!missing.inRound) {
            if (now.equals(missing.seen)) {
                return;
            }
            missing.seen = now;
            missing.inRound = true;
            missing.cursor = 0;
        }
        int lookedUp = 0;
        for (var action : missing.rowsByAction.tailMap(missing.cursor, false).entrySet()) {
            if (action.getKey() > now.getHighestId()) {
                break;
            }
            if (lookedUp == AT_ONCE || keys.size() >= AT_ONCE) {
                return;
            }
            lookedUp++;
            Set<String> rows = action.getValue();
            if (isSettled(action.getKey(), rows)) {
                rows.stream().limit(AT_ONCE).forEach(keys::add);
                if (rows.size() > AT_ONCE) {
                    return; // the others are in the next round, when these are gone
                }
            }
            missing.cursor = action.getKey();
        }
        missing.inRound = false;
    }

    /// Whether the table tells what an action means, or that it means nothing: asked once for all rows that
    /// wait for it.
    private boolean isSettled(long idaction, Set<String> rows) {
        @Nullable ActionRow first = store.get(rows.iterator().next());
        return first == null || !(actions.of(idaction, first.getPosition()) instanceof ActionLookup.Answer.Unknown);
    }

    private void forget(String key, Waiter waiter) {
        if (waiter.missing() instanceof Missing.Action(long idaction)) {
            var rowsByAction = missingActions.get(actions.partition(idaction)).rowsByAction;
            @Nullable Set<String> rows = rowsByAction.get(idaction);
            if (rows != null && rows.remove(key) && rows.isEmpty()) {
                rowsByAction.remove(idaction);
            }
        }
    }

    private static Waiter waiter(ActionRow row, Missing missing) {
        return new Waiter(row.getPosition().getCommitTimeUs(), row.getArrivedMs(), missing);
    }
}
