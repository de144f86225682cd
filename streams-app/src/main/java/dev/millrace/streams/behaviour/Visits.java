package dev.millrace.streams.behaviour;

import dev.millrace.contract.id.Actor;
import dev.millrace.contract.proto.ActionRow;
import dev.millrace.contract.proto.VisitState;
import dev.millrace.contract.serde.ProtoSerde;
import dev.millrace.streams.config.TopologySettings.Exclusions;
import dev.millrace.streams.runtime.Expiry;
import dev.millrace.streams.runtime.HotValues;
import dev.millrace.streams.runtime.StateStores;
import dev.millrace.streams.runtime.Tally;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.StoreBuilder;
import org.jspecify.annotations.Nullable;

/// The visits of one partition: whose they are, and what each may still add.
final class Visits {
    static final String STORE = "actor-by-visit";

    private final HotValues<VisitState> store;
    private final Exclusions exclusions;

    /// @param kept visits in memory
    Visits(ProcessorContext<?, ?> context, int kept, Exclusions exclusions) {
        this.store = new HotValues<>(context, STORE, kept);
        this.exclusions = exclusions;
    }

    static StoreBuilder<?> store() {
        return StateStores.keyed(STORE, ProtoSerde.versioned(VisitState.parser(), 1));
    }

    /// What a `log_visit` row tells.
    ///
    /// @param login of nobody that is known; empty when there is none
    /// @param startedMs when the visit began, if the row says
    /// @param committedMs when the row was written
    record Seen(
            Optional<Actor.Visitor> visitor,
            Optional<Actor.User> user,
            String login,
            OptionalLong startedMs,
            long committedMs) {}

    /// What has become of a visit.
    ///
    /// @param login the user that it turned out to be of, when that is news
    /// @param excluded it became internal traffic
    record Change(Optional<Actor.User> login, boolean excluded) {}

    /// Takes a row in; empty when it changes nothing, or when nobody can tell who came.
    Optional<Change> read(long visit, Seen seen) {
        @Nullable VisitState before = find(visit);
        Optional<String> actor =
                seen.user().map(Actor.User::key).or(() -> seen.visitor().map(Actor.Visitor::key));
        if (actor.isEmpty()) {
            return Optional.empty();
        }
        long started = before == null ? seen.committedMs() : before.getStartedMs();
        VisitState now = (before == null ? VisitState.getDefaultInstance() : before)
                .toBuilder()
                        .setActor(actor.get())
                        .setVisitor(seen.visitor().map(Actor.Visitor::key).orElse(""))
                        .setLogin(seen.login())
                        .setStartedMs(seen.startedMs().orElse(started))
                        .setExcluded((before != null && before.getExcluded()) || isExcluded(seen))
                        .build();
        return now.equals(before) ? Optional.empty() : Optional.of(keep(visit, before, now, seen.user()));
    }

    /// The login of a visit is a user's after all.
    Change loggedIn(long visit, VisitState before, Actor.User user) {
        VisitState now = before.toBuilder()
                .setActor(user.key())
                .clearLogin()
                .setExcluded(before.getExcluded() || exclusions.users().contains(user.number()))
                .build();
        return keep(visit, before, now, Optional.of(user));
    }

    private Change keep(long visit, @Nullable VisitState before, VisitState now, Optional<Actor.User> user) {
        store.put(String.valueOf(visit), now);
        boolean isNews = before == null || !before.getActor().equals(now.getActor());
        return new Change(
                user.filter(_ -> isNews && !now.getVisitor().isEmpty()),
                now.getExcluded() && before != null && !before.getExcluded());
    }

    private boolean isExcluded(Seen seen) {
        return seen.user()
                        .filter(known -> exclusions.users().contains(known.number()))
                        .isPresent()
                || seen.visitor()
                        .filter(known -> exclusions.visitors().contains(known.hex()))
                        .isPresent();
    }

    /// Forgets old visits.
    Expiry<VisitState> expiry(Duration kept, Tally forgotten) {
        return new Expiry<>(store, VisitState::getStartedMs, kept, forgotten);
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
        return row.getSkuAction() == 0 && !hasUnnumbered(visit) && row.getId() > visit.getHighestRow();
    }

    /// Whether something was counted of which no number is known: lines of carts, or rows of before numbers were
    /// kept. Such a visit's rows are looked up from then on.
    private static boolean hasUnnumbered(VisitState visit) {
        return visit.getCounted() > 0 && visit.getHighestRow() == 0;
    }

    /// Notes that a row of the visit has added something.
    void added(ActionRow row, VisitState state) {
        store.put(
                String.valueOf(row.getVisit()),
                state.toBuilder()
                        .setCounted(state.getCounted() + 1)
                        .setHighestRow(
                                hasUnnumbered(state) ? Long.MAX_VALUE : Math.max(state.getHighestRow(), row.getId()))
                        .build());
    }

    /// Notes that something that the visit had added is taken back, so that it may add something else.
    void tookBack(long visit) {
        @Nullable VisitState state = find(visit);
        if (state != null && state.getCounted() > 0) {
            store.put(
                    String.valueOf(visit),
                    state.toBuilder().setCounted(state.getCounted() - 1).build());
        }
    }

    /// Forgets a visit that Matomo has purged.
    void forget(long visit) {
        store.delete(String.valueOf(visit));
    }
}
