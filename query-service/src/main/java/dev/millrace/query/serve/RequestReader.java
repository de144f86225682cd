package dev.millrace.query.serve;

import dev.millrace.contract.id.Actor;
import dev.millrace.contract.id.ItemId;
import dev.millrace.query.state.Lookup;
import dev.millrace.query.state.Readings;
import dev.millrace.query.state.StateReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.LongPredicate;

/// Reads what state elsewhere knows of a request: of the page item, of the actor and then of his recent items, and what
/// is trending. The three go side by side, so that the owner of one who is away holds up nothing else; when page and
/// actor have one owner they go together.
public final class RequestReader {
    private final StateReader state;
    private final NeighbourReader neighbours;
    private final ProfileReader profiles;
    private final PopularItems popular;
    private final Optional<Executor> executor;

    /// @param executor runs reads beside the request; empty when each is to wait until somebody asks for it
    public RequestReader(
            StateReader state,
            NeighbourReader neighbours,
            ProfileReader profiles,
            PopularItems popular,
            Optional<Executor> executor) {
        this.state = state;
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
        List<Lookup<?>> ofPage = page.map(neighbours::lookups).orElse(List.of());
        List<Lookup<?>> ofActor = actor.map(profiles::lookups).orElse(List.of());
        boolean isOne =
                !ofPage.isEmpty() && !ofActor.isEmpty() && state.areTogether(ofPage.getLast(), ofActor.getLast());
        Read<Readings> both = new Read<>(() -> state.read(concat(ofPage, ofActor)), isLazy);
        Read<ProfileReader.Answer> profile = new Read<>(
                () -> profiles.answer(actor.orElseThrow(), nowMs, isOne ? both.join() : state.read(ofActor)), isLazy);
        Read<NeighbourReader.Answer> around = new Read<>(
                () -> page.isEmpty()
                        ? NeighbourReader.Answer.NOTHING
                        : neighbours.page(page.get(), shown, isOne ? both.join() : state.read(ofPage)),
                isLazy);
        var recent = new Read<>(() -> neighbours.recent(profile.join().state().recent()), isLazy);
        Optional<PopularItems.Answer> popularNow = popular.fresh();
        Read<PopularItems.Answer> trending = new Read<>(() -> popularNow.orElseGet(popular::get), isLazy);
        executor.ifPresent(threads -> {
            if (page.isPresent() && !isOne) {
                threads.execute(around);
            }
            if (actor.isPresent()) {
                threads.execute(() -> {
                    if (isOne) {
                        both.run();
                        threads.execute(around);
                    }
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

    private static List<Lookup<?>> concat(List<Lookup<?>> first, List<Lookup<?>> second) {
        List<Lookup<?>> all = new ArrayList<>(first);
        all.addAll(second);
        return all;
    }
}
