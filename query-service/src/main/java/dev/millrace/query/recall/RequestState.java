package dev.millrace.query.recall;

import java.util.List;

/// What state that is kept elsewhere knows of a request's page and actor. Each question waits until its
/// deadline at most, and is asked elsewhere once, however many channels ask.
public interface RequestState {

    /// Behaviour around the page item; [NeighbourEvidence#NONE] without one.
    Part<NeighbourEvidence> page(Deadline deadline);

    /// Who asks; [ActorState#UNKNOWN] when nobody says so.
    Part<ActorState> actor(Deadline deadline);

    /// Behaviour around his recent items, in their order.
    Part<List<NeighbourEvidence>> recent(Deadline deadline);

    /// Whether [#popular] need not wait.
    boolean isPopularKnown();

    /// What is trending.
    Part<Popularity> popular(Deadline deadline);
}
