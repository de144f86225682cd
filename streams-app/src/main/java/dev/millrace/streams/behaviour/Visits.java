package dev.millrace.streams.behaviour;

import dev.millrace.contract.id.Actor;
import dev.millrace.contract.proto.ActionRow;
import dev.millrace.contract.proto.VisitState;
import dev.millrace.contract.serde.ProtoSerde;
import dev.millrace.streams.config.TopologySettings.Exclusions;
import dev.millrace.streams.ingest.Fields;
import dev.millrace.streams.runtime.Expiry;
import dev.millrace.streams.runtime.HotValues;
import dev.millrace.streams.runtime.StateStores;
import dev.millrace.streams.runtime.Tally;
import java.time.Duration;
import java.util.Optional;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.jspecify.annotations.Nullable;

/// The visits of one partition: whose they are, and what each may still add.
final class Visits {
    static final String STORE = "actor-by-visit";

    private final KeyValueStore<String, VisitState> entries;
    private final HotValues<VisitState> store;
    private final Exclusions exclusions;

    /// @param kept visits in memory
    Visits(KeyValueStore<String, VisitState> store, int kept, Exclusions exclusions) {
        this.entries = store;
        this.store = new HotValues<>(store, kept);
        this.exclusions = exclusions;
    }

    static StoreBuilder<?> store() {
        return StateStores.keyed(STORE, ProtoSerde.versioned(VisitState.parser(), 1));
    }

    /// What a `log_visit` row has changed.
    ///
    /// @param isNew the visit was unknown
    /// @param login the user that it turned out to be of, when that is news
    /// @param excluded it became internal traffic
    record Change(boolean isNew, Optional<Actor.User> login, boolean excluded) {}

    /// Takes a row in, committed at `committedMs`; empty when it changes nothing, or when nobody can tell
    /// who came.
    Optional<Change> read(String visit, Fields row, long committedMs) {
        @Nullable VisitState before = store.get(visit);
        Optional<Actor.Visitor> visitor = Actor.Visitor.parse(row.text("idvisitor"));
        Optional<Actor.User> user = user(row);
        Optional<String> actor = user.map(Actor.User::key).or(() -> visitor.map(Actor.Visitor::key));
        if (actor.isEmpty()) {
            return Optional.empty();
        }
        VisitState.Builder now = (before == null ? VisitState.getDefaultInstance() : before)
                .toBuilder()
                        .setActor(actor.get())
                        .setVisitor(visitor.map(Actor.Visitor::key).orElse(""))
                        .setStartedMs(row.number("visit_first_action_time")
                                .orElse(before == null ? committedMs : before.getStartedMs()));
        boolean excluded = user.filter(known -> exclusions.users().contains(known.number()))
                        .isPresent()
                || visitor.filter(known -> exclusions.visitors().contains(known.hex()))
                        .isPresent();
        now.setExcluded(now.getExcluded() || excluded);
        if (now.build().equals(before)) {
            return Optional.empty();
        }
        store.put(visit, now.build());
        boolean isNews = before == null || !before.getActor().equals(now.getActor());
        return Optional.of(new Change(
                before == null,
                user.filter(_ -> isNews && visitor.isPresent()),
                now.getExcluded() && before != null && !before.getExcluded()));
    }

    /// Forgets old visits.
    Expiry<VisitState> expiry(Duration kept, Tally forgotten) {
        return new Expiry<>(entries, store, VisitState::getStartedMs, kept, forgotten);
    }

    /// The visit; null when it has not been read.
    @Nullable
    VisitState find(long visit) {
        return store.get(String.valueOf(visit));
    }

    /// Whether the visit may add one more interaction.
    boolean mayAdd(VisitState visit) {
        return visit.getCounted() < exclusions.interactionsPerVisit();
    }

    /// Whether the row can have added nothing yet. Lines of carts and orders have no number.
    boolean isNew(ActionRow row, VisitState visit) {
        boolean numbered = visit.getHighestRow() > 0 || visit.getCounted() == 0; // else from before there were numbers
        return row.getSkuAction() == 0 && numbered && row.getId() > visit.getHighestRow();
    }

    /// Notes that a row of the visit has added something.
    void added(ActionRow row, VisitState state) {
        store.put(
                String.valueOf(row.getVisit()),
                state.toBuilder()
                        .setCounted(state.getCounted() + 1)
                        .setHighestRow(Math.max(state.getHighestRow(), row.getId()))
                        .build());
    }

    /// Forgets a visit that Matomo has purged.
    void forget(String visit) {
        store.delete(visit);
    }

    /// The shop's user when `user_id` is a number.
    private static Optional<Actor.User> user(Fields visit) {
        String user = visit.text("user_id");
        if (user.isEmpty() || user.length() > 18 || !user.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return Optional.empty();
        }
        long number = Long.parseLong(user);
        return number > 0 ? Optional.of(new Actor.User(number)) : Optional.empty();
    }
}
