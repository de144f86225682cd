package dev.millrace.query.serve;

import dev.millrace.contract.id.ItemId;
import dev.millrace.query.merge.Channel;
import dev.millrace.query.merge.Merged;
import dev.millrace.query.recall.Candidate;
import dev.millrace.query.recall.Catalogue;
import dev.millrace.query.recall.Item;
import dev.millrace.query.recommend.Recommendation;
import dev.millrace.query.session.Seen;
import dev.millrace.query.session.SessionRecall;
import dev.millrace.query.state.Freshness;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;

/// `/recommend/session`: what follows a click path, in the order of the sessions that resemble it, and behind it what
/// [RecommendService] lists for the page of its last item.
///
/// Sessions are in memory, so an answer that they fill asks nobody. The path is what the request says: a
/// click counts in the answer to it, whether or not the database knows of it.
public final class SessionService {
    private static final String ALGORITHM = "sessions-v1";
    private static final float[] UNRANKED = {};

    private final Sessions sessions;
    private final Catalogue catalogue;
    private final ProfileReader profiles;
    private final RecommendService others;

    /// Where sessions are.
    ///
    /// @param completeUntilUs see [Freshness]; asked before sessions are
    /// @param caughtUp whether they have been read
    /// @param seen what of the path may be shown
    public record Sessions(
            SessionRecall recall, Supplier<OptionalLong> completeUntilUs, BooleanSupplier caughtUp, Seen seen) {}

    /// @param profiles say what the actor owns
    /// @param others fills up
    public SessionService(Sessions sessions, Catalogue catalogue, ProfileReader profiles, RecommendService others) {
        this.sessions = sessions;
        this.catalogue = catalogue;
        this.profiles = profiles;
        this.others = others;
    }

    /// The list for a path.
    ///
    /// @param asked newest last, not empty; items that neither catalogue nor sessions have are passed over
    /// @param request whose page is not looked at
    public ListAnswer answer(List<ItemId> asked, ListRequest request) {
        List<ItemId> path = known(asked);
        Set<ItemId> unwanted = new HashSet<>(sessions.seen().unwanted(path));
        Optional<ProfileReader.Answer> actor = request.actor().map(one -> profiles.read(one));
        actor.ifPresent(one -> unwanted.addAll(one.state().owned()));
        Predicate<ItemId> shown =
                id -> request.kinds().contains(id.kind()) && !unwanted.contains(id) && catalogue.sells(id.code());
        boolean loading = !sessions.caughtUp().getAsBoolean();
        OptionalLong until =
                loading ? OptionalLong.empty() : sessions.completeUntilUs().get();
        List<Recommendation> next = new ArrayList<>();
        for (Candidate candidate : sessions.recall().recall(path, shown, request.limit())) {
            catalogue.find(candidate.id()).ifPresent(item -> next.add(shown(next.size() + 1, item, candidate)));
        }
        Set<Degradation> degraded = EnumSet.noneOf(Degradation.class);
        if (loading) {
            degraded.add(Degradation.SESSIONS);
        }
        if (actor.filter(ProfileReader.Answer::away).isPresent()) {
            degraded.add(Degradation.PROFILE);
        }
        ListAnswer alone = ListAnswer.made(next, ALGORITHM, loading, freshness(until, actor), degraded);
        return next.size() < request.limit() ? filled(alone, path, unwanted, request) : alone;
    }

    /// What the actor owns is an input, too, unless nobody could tell.
    private static OptionalLong freshness(OptionalLong sessions, Optional<ProfileReader.Answer> actor) {
        return actor.filter(one -> !one.away())
                .map(one -> Freshness.older(sessions, one.completeUntilUs()))
                .orElse(sessions);
    }

    private List<ItemId> known(List<ItemId> asked) {
        List<ItemId> known = asked.stream()
                .filter(id ->
                        catalogue.find(id).isPresent() || sessions.recall().knows(id))
                .toList();
        return known.isEmpty() ? asked : known;
    }

    private static Recommendation shown(int rank, Item item, Candidate candidate) {
        double score = Math.round(candidate.score() * 1e6) / 1e6;
        Merged merged = Merged.alone(Channel.SESSION, candidate);
        return new Recommendation(rank, item, score, merged.reason(), merged, false, 1, UNRANKED);
    }

    private ListAnswer filled(ListAnswer alone, List<ItemId> path, Set<ItemId> unwanted, ListRequest request) {
        Set<ItemId> excluded = new HashSet<>(unwanted);
        alone.items().forEach(one -> excluded.add(one.item().id()));
        ListAnswer rest;
        try {
            rest = others.answer(request.rest(
                    page(path), excluded, request.limit() - alone.items().size()));
        } catch (Unavailable | UnknownItem e) {
            if (alone.items().isEmpty()) {
                throw e;
            }
            return alone.without(Degradation.NEIGHBOURS); // what sessions name is better than nothing
        }
        List<Recommendation> all = new ArrayList<>(alone.items());
        rest.items().forEach(one -> all.add(one.at(all.size() + 1)));
        Set<Degradation> degraded = new HashSet<>(alone.degraded());
        degraded.addAll(rest.degraded());
        return ListAnswer.made(
                all,
                ALGORITHM,
                alone.fallback(),
                Freshness.older(alone.completeUntilUs(), rest.completeUntilUs()),
                degraded);
    }

    /// The newest item of the path that has a page.
    private Optional<ItemId> page(List<ItemId> path) {
        return path.reversed().stream()
                .filter(id -> catalogue.find(id).filter(Item::sellable).isPresent())
                .findFirst();
    }
}
