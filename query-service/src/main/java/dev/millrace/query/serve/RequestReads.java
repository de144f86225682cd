package dev.millrace.query.serve;

import dev.millrace.query.recall.ActorState;
import dev.millrace.query.recall.Deadline;
import dev.millrace.query.recall.NeighbourEvidence;
import dev.millrace.query.recall.Part;
import dev.millrace.query.recall.Popularity;
import dev.millrace.query.recall.RequestState;
import dev.millrace.query.state.Freshness;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/// The reads of one request and what has become of them.
final class RequestReads implements RequestState, AutoCloseable {
    private final boolean hasPage;
    private final Read<NeighbourReader.Answer> page;
    private final boolean hasActor;
    private final Read<ProfileReader.Answer> profile;
    private final Read<NeighbourReader.Answer> recent;
    private final Read<PopularItems.Answer> popular;

    RequestReads(
            boolean hasPage,
            Read<NeighbourReader.Answer> page,
            boolean hasActor,
            Read<ProfileReader.Answer> profile,
            Read<NeighbourReader.Answer> recent,
            Read<PopularItems.Answer> popular) {
        this.hasPage = hasPage;
        this.page = page;
        this.hasActor = hasActor;
        this.profile = profile;
        this.recent = recent;
        this.popular = popular;
    }

    /// What an answer has to say about its inputs.
    ///
    /// @param missesBehavior whether nothing at all could be read of whom or what it is about
    /// @param completeUntilUs see [Freshness]; of what could be read
    record Outcome(boolean missesBehavior, OptionalLong completeUntilUs, Set<Degradation> degraded) {}

    @Override
    public Part<NeighbourEvidence> page(Deadline deadline) {
        if (!hasPage) {
            return Part.whole(NeighbourEvidence.NONE);
        }
        return page.get(deadline)
                .map(read -> new Part<>(read.evidence().getFirst(), isWhole(read)))
                .orElse(new Part<>(NeighbourEvidence.NONE, false));
    }

    @Override
    public Part<ActorState> actor(Deadline deadline) {
        if (!hasActor) {
            return Part.whole(ActorState.UNKNOWN);
        }
        return profile.get(deadline)
                .map(read -> new Part<>(read.state(), !read.away()))
                .orElse(new Part<>(ActorState.UNKNOWN, false));
    }

    @Override
    public Part<List<NeighbourEvidence>> recent(Deadline deadline) {
        if (!hasActor) {
            return Part.whole(List.of());
        }
        return recent.get(deadline)
                .map(read -> new Part<>(read.evidence(), isWhole(read)))
                .orElse(new Part<>(List.of(), false));
    }

    @Override
    public boolean isPopularKnown() {
        return popular.isDone();
    }

    @Override
    public Part<Popularity> popular(Deadline deadline) {
        return popular.get(deadline)
                .map(read -> new Part<>(read.popularity(), !read.degraded()))
                .orElse(new Part<>(Popularity.NONE, false));
    }

    private static boolean isWhole(NeighbourReader.Answer read) {
        return !read.away() && !read.partial();
    }

    /// What has become of the reads when the channels have done with them.
    Outcome outcome() {
        Set<Degradation> degraded = EnumSet.noneOf(Degradation.class);
        OptionalLong until = OptionalLong.of(Long.MAX_VALUE);
        boolean missesBehavior = false;
        if (hasPage) {
            Optional<NeighbourReader.Answer> read = page.now();
            until = note(read, degraded, until);
            missesBehavior = read.isEmpty() || read.get().away();
        }
        if (hasActor) {
            Optional<ProfileReader.Answer> read = profile.now();
            boolean away = read.isEmpty() || read.get().away();
            mark(degraded, Degradation.PROFILE, away);
            mark(degraded, Degradation.STANDBY, read.isPresent() && read.get().standby());
            missesBehavior = away && (!hasPage || missesBehavior);
            until = away
                    ? until
                    : note(
                            recent.now(),
                            degraded,
                            Freshness.older(until, read.get().completeUntilUs()));
        }
        Optional<PopularItems.Answer> trending = popular.now();
        mark(
                degraded,
                Degradation.TRENDING,
                trending.isEmpty() || trending.get().degraded());
        return new Outcome(
                missesBehavior,
                known(
                        trending.isEmpty()
                                ? until
                                : Freshness.older(until, trending.get().completeUntilUs())),
                degraded);
    }

    private static OptionalLong note(
            Optional<NeighbourReader.Answer> read, Set<Degradation> degraded, OptionalLong until) {
        mark(degraded, Degradation.NEIGHBOURS, read.isEmpty() || !isWhole(read.get()));
        mark(degraded, Degradation.STANDBY, read.isPresent() && read.get().standby());
        return read.isEmpty() ? until : Freshness.older(until, read.get().completeUntilUs());
    }

    private static OptionalLong known(OptionalLong until) {
        return until.isPresent() && until.getAsLong() == Long.MAX_VALUE ? OptionalLong.empty() : until;
    }

    private static void mark(Set<Degradation> degraded, Degradation kind, boolean present) {
        if (present) {
            degraded.add(kind);
        }
    }

    /// Waits no longer for what is still being read.
    @Override
    public void close() {
        List.of(page, recent, profile, popular).forEach(Read::leave);
    }
}
