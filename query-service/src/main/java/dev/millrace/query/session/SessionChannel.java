package dev.millrace.query.session;

import dev.millrace.contract.id.ItemId;
import dev.millrace.query.merge.Channel;
import dev.millrace.query.recall.ActorState;
import dev.millrace.query.recall.Candidate;
import dev.millrace.query.recall.Deadline;
import dev.millrace.query.recall.Part;
import dev.millrace.query.recall.RecallChannel;
import dev.millrace.query.recall.RecallInput;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/// What followed in other visits: [SessionRecall] for the visit that the actor's profile tells of, with the page item
/// as its end.
public final class SessionChannel implements RecallChannel {
    private final SessionRecall sessions;
    private final BooleanSupplier caughtUp;
    private final int limit;

    /// @param caughtUp whether sessions have been read
    public SessionChannel(SessionRecall sessions, BooleanSupplier caughtUp, int limit) {
        this.sessions = sessions;
        this.caughtUp = caughtUp;
        this.limit = limit;
    }

    @Override
    public Channel channel() {
        return Channel.SESSION;
    }

    @Override
    public boolean applies(RecallInput input) {
        return input.page().isPresent() || input.hasActor();
    }

    @Override
    public Wait waitsFor(RecallInput input) {
        return input.hasActor() ? Wait.ACTOR : Wait.NOTHING;
    }

    @Override
    public Part<List<Candidate>> recall(RecallInput input, Deadline deadline) {
        Part<ActorState> actor = input.state().actor(deadline);
        List<ItemId> path = new ArrayList<>(actor.value().path());
        input.page().ifPresent(page -> path.add(page.id()));
        List<Candidate> next = path.isEmpty()
                ? List.of()
                : sessions.recall(path, id -> input.shown().test(id.code()), limit);
        return new Part<>(next, actor.complete() && caughtUp.getAsBoolean());
    }
}
