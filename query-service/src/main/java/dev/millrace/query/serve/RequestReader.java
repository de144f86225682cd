package dev.millrace.query.serve;

import dev.millrace.contract.id.Actor;
import dev.millrace.contract.id.ItemId;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.LongPredicate;

/// Reads what state elsewhere knows of a request: of the page item, of the actor and then of his recent items, and what
/// is trending. The three go side by side, so that the owner of one who is away holds up nothing else.
public final class RequestReader {
    private final NeighbourReader neighbours;
    private final ProfileReader profiles;
    private final PopularItems popular;
    private final Optional<Executor> executor;

    /// @param executor runs reads beside the request; empty when each is to wait until somebody asks for it
    public RequestReader(
            NeighbourReader neighbours, ProfileReader profiles, PopularItems popular, Optional<Executor> executor) {
        this.neighbours = neighbours;
        this.profiles = profiles;
        this.popular = popular;
        this.executor = executor;
    }

    /// Begins to read.
    ///
    /// @param shown which neighbours of the page matter
    /// @param nowMs what the actor's taste is told as of
    RequestReads begin(Optional<ItemId> page, Optional<Actor> actor, LongPredicate shown, long nowMs) {
        boolean isLazy = executor.isEmpty();
        Read<ProfileReader.Answer> profile =
                new Read<>(() -> actor.map(who -> profiles.read(who, nowMs)).orElseThrow(), isLazy);
        var around = new Read<>(
                () -> page.map(id -> neighbours.page(id, shown)).orElse(NeighbourReader.Answer.NOTHING), isLazy);
        var recent = new Read<>(() -> neighbours.recent(profile.join().state().recent()), isLazy);
        Optional<PopularItems.Answer> popularNow = popular.fresh();
        Read<PopularItems.Answer> trending = new Read<>(() -> popularNow.orElseGet(popular::get), isLazy);
        executor.ifPresent(threads -> {
            if (page.isPresent()) {
                threads.execute(around);
            }
            if (actor.isPresent()) {
                threads.execute(() -> {
                    profile.run();
                    recent.run();
                });
            }
            if (popularNow.isPresent()) {
                trending.run();
            } else {
                threads.execute(trending);
            }
        });
        return new RequestReads(page.isPresent(), around, actor.isPresent(), profile, recent, trending);
    }
}
