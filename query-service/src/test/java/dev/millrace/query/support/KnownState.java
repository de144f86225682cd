package dev.millrace.query.support;

import dev.millrace.query.recall.ActorState;
import dev.millrace.query.recall.Deadline;
import dev.millrace.query.recall.NeighbourEvidence;
import dev.millrace.query.recall.Part;
import dev.millrace.query.recall.Popularity;
import dev.millrace.query.recall.RequestState;
import java.util.List;

/// A request's state that is there already.
public record KnownState(
        Part<NeighbourEvidence> page,
        Part<ActorState> actor,
        Part<List<NeighbourEvidence>> recent,
        Part<Popularity> popular)
        implements RequestState {
    /// Nothing is known.
    public static final KnownState NOTHING = new KnownState(
            Part.whole(NeighbourEvidence.NONE),
            Part.whole(ActorState.UNKNOWN),
            Part.whole(List.of()),
            Part.whole(Popularity.NONE));

    public KnownState withPage(Part<NeighbourEvidence> page) {
        return new KnownState(page, actor, recent, popular);
    }

    public KnownState withActor(Part<ActorState> actor) {
        return new KnownState(page, actor, recent, popular);
    }

    public KnownState withRecent(Part<List<NeighbourEvidence>> recent) {
        return new KnownState(page, actor, recent, popular);
    }

    public KnownState withPopular(Part<Popularity> popular) {
        return new KnownState(page, actor, recent, popular);
    }

    @Override
    public Part<NeighbourEvidence> page(Deadline deadline) {
        return page;
    }

    @Override
    public Part<ActorState> actor(Deadline deadline) {
        return actor;
    }

    @Override
    public Part<List<NeighbourEvidence>> recent(Deadline deadline) {
        return recent;
    }

    @Override
    public boolean isPopularKnown() {
        return true;
    }

    @Override
    public Part<Popularity> popular(Deadline deadline) {
        return popular;
    }
}
