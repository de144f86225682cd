package dev.millrace.streams.behaviour;

import dev.millrace.contract.id.Actor;
import dev.millrace.contract.proto.Login;
import dev.millrace.contract.proto.LoginOwner;
import dev.millrace.contract.proto.SourcePosition;
import dev.millrace.contract.proto.VisitState;
import dev.millrace.streams.config.TopologySettings;
import dev.millrace.streams.ingest.Fields;
import dev.millrace.streams.ingest.RowChange;
import dev.millrace.streams.logins.LoginTable;
import dev.millrace.streams.logins.Logins;
import dev.millrace.streams.runtime.StateStores;
import dev.millrace.streams.runtime.Tally;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.TimestampedKeyValueStore;
import org.jspecify.annotations.Nullable;

/// What rows of `log_visit` bring about: a login is told once, and a visit that turns out to be internal
/// traffic takes back what it added.
///
/// A visit whose login is nobody's counts for its visitor, until the user is read.
final class VisitRows {
    private final Visits visits;
    private final CountedRows counted;
    private final Optional<Waiting> waiting;
    private final Consumer<Login> tell;

    private record Waiting(LoginTable table, WaitingLogins visits, Tally full, Tally unknown) {
        static Waiting of(ProcessorContext<?, ?> context, TopologySettings settings) {
            TimestampedKeyValueStore<String, LoginOwner> table = context.getStateStore(Logins.TABLE);
            return new Waiting(
                    new LoginTable(StateStores.values(table), settings.partitions()),
                    new WaitingLogins(context.getStateStore(WaitingLogins.STORE), settings.bounds()),
                    Tally.of(context, "waiting-logins-full"),
                    Tally.of(context, "login-unknown"));
        }
    }

    /// @param tell takes logins
    VisitRows(
            ProcessorContext<?, ?> context,
            TopologySettings settings,
            Visits visits,
            CountedRows counted,
            Consumer<Login> tell) {
        this.visits = visits;
        this.counted = counted;
        this.tell = tell;
        this.waiting = settings.namesUsersByLogin() ? Optional.of(Waiting.of(context, settings)) : Optional.empty();
    }

    /// Takes a row in.
    ///
    /// @return whether the visit may be known by now when it was not
    boolean read(RowChange change) {
        long visit = change.image().id("idvisit");
        if (change.after().isEmpty()) {
            visits.forget(visit);
            waiting.ifPresent(logins -> logins.visits().remove(visit));
            return false;
        }
        Fields row = change.after().get();
        String userId = row.text("user_id");
        Optional<Actor.User> user = user(userId);
        boolean waits = user.isEmpty() && waiting.isPresent() && LoginTable.isLogin(userId);
        var seen = new Visits.Seen(
                Actor.Visitor.parse(row.text("idvisitor")),
                user,
                waits ? userId : "",
                row.number("visit_first_action_time"),
                TimeUnit.MICROSECONDS.toMillis(change.position().getCommitTimeUs()));
        Optional<Visits.Change> read = visits.read(visit, seen);
        read.ifPresent(now -> follow(visit, now, change.position()));
        waiting.ifPresent(logins -> await(logins, visit, waits && seen.visitor().isPresent(), change.position()));
        return read.isPresent();
    }

    /// Looks waiting logins up again.
    ///
    /// @param readUntilUs commit time up to which visits have been read
    void retry(long readUntilUs) {
        waiting.filter(logins -> !logins.visits().isEmpty()).ifPresent(logins -> {
            logins.visits().some().forEach((visit, row) -> {
                @Nullable VisitState state = visits.find(visit);
                if (state == null) {
                    logins.visits().remove(visit);
                    return;
                }
                logins.table().owner(state.getLogin()).ifPresent(user -> {
                    logins.visits().remove(visit);
                    follow(visit, visits.loggedIn(visit, state, user), row);
                });
            });
            long searchedUntilUs = Math.min(readUntilUs, logins.table().readUntilUs());
            for (int given = logins.visits().giveUpOverdue(searchedUntilUs); given > 0; given--) {
                logins.unknown().hit();
            }
        });
    }

    private static void await(Waiting logins, long visit, boolean waits, SourcePosition row) {
        if (!waits) {
            logins.visits().remove(visit);
        } else if (!logins.visits().add(visit, row)) {
            logins.full().hit();
        }
    }

    private void follow(long visit, Visits.Change change, SourcePosition cause) {
        if (change.excluded()) {
            counted.takeBackAll(String.valueOf(visit), cause);
        }
        VisitState state = Objects.requireNonNull(visits.find(visit));
        if (!state.getExcluded()) {
            change.login().ifPresent(user -> tell.accept(login(user, visit, state)));
        }
    }

    private static Login login(Actor.User user, long visit, VisitState state) {
        return Login.newBuilder()
                .setVisitor(state.getVisitor())
                .setUser(user.number())
                .setVisit(visit)
                .setTimeMs(state.getStartedMs())
                .build();
    }

    /// The shop's user when `user_id` is a number, or a login that has been read.
    private Optional<Actor.User> user(String userId) {
        if (waiting.isPresent() && LoginTable.isLogin(userId)) {
            return waiting.get().table().owner(userId);
        }
        if (userId.isEmpty() || userId.length() > 18 || !userId.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return Optional.empty();
        }
        long number = Long.parseLong(userId);
        return number > 0 ? Optional.of(new Actor.User(number)) : Optional.empty();
    }
}
