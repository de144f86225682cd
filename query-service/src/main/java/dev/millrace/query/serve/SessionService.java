package dev.millrace.query.serve;

import dev.millrace.contract.id.ItemId;
import dev.millrace.contract.proto.CatalogueItem;
import dev.millrace.query.recall.Candidate;
import dev.millrace.query.recall.Catalogue;
import dev.millrace.query.recall.GivenChannel;
import dev.millrace.query.recall.Item;
import dev.millrace.query.recall.NeighbourEvidence;
import dev.millrace.query.recall.Popularity;
import dev.millrace.query.recall.RecallChannel;
import dev.millrace.query.recall.RecallInput;
import dev.millrace.query.recommend.Recommendation;
import dev.millrace.query.recommend.SimilarItems;
import dev.millrace.query.session.Seen;
import dev.millrace.query.session.SessionRecall;
import dev.millrace.query.state.Freshness;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;

/// `/recommend/session`: what follows a click path, filled up with what is taken together with its last item, what
/// resembles that, and what is popular.
///
/// Sessions are in memory, so an answer that they fill asks nobody. The path is what the request says: a
/// click counts in the answer to it, whether or not the database knows of it.
public final class SessionService {
    private static final String REASON = "session";

    private final Sessions sessions;
    private final Catalogue catalogue;
    private final NeighbourReader neighbours;
    private final PopularItems popular;
    private final BooleanSupplier vectorsReady;
    private final List<RecallChannel> backFill;

    /// Where sessions are.
    ///
    /// @param completeUntilUs see [Freshness]; asked before sessions are
    /// @param caughtUp whether they have been read
    /// @param seen what of the path may be shown
    public record Sessions(
            SessionRecall recall, Supplier<OptionalLong> completeUntilUs, BooleanSupplier caughtUp, Seen seen) {}

    /// @param vectorsReady whether items with similar words can be found
    /// @param backFill channels behind sessions, in their order
    public SessionService(
            Sessions sessions,
            Catalogue catalogue,
            NeighbourReader neighbours,
            PopularItems popular,
            BooleanSupplier vectorsReady,
            List<RecallChannel> backFill) {
        this.sessions = sessions;
        this.catalogue = catalogue;
        this.neighbours = neighbours;
        this.popular = popular;
        this.vectorsReady = vectorsReady;
        this.backFill = backFill.stream()
                .<RecallChannel>map(channel -> new OtherItems(channel))
                .toList();
    }

    /// What a channel proposes beside the item that it was asked about: no item is filled in for itself.
    private record OtherItems(RecallChannel channel) implements RecallChannel {
        @Override
        public String reason() {
            return channel.reason();
        }

        @Override
        public List<Candidate> recall(RecallInput input) {
            return channel.recall(input).stream()
                    .filter(candidate -> !candidate.id().equals(input.page().id()))
                    .toList();
        }
    }

    /// What follows a path.
    ///
    /// @param fallback whether sessions have not been read
    public record Answer(
            List<Recommendation> items, boolean fallback, OptionalLong completeUntilUs, Set<Degradation> degraded) {}

    /// The list for a path.
    ///
    /// @param asked newest last, not empty; items that neither catalogue nor sessions have are passed over
    public Answer answer(List<ItemId> asked, Set<ItemId.Kind> kinds, int limit) {
        List<ItemId> path = known(asked);
        Set<ItemId> unwanted = sessions.seen().unwanted(path);
        Predicate<ItemId> shown = id -> kinds.contains(id.kind())
                && !unwanted.contains(id)
                && catalogue.find(id).filter(Item::sellable).isPresent();
        Set<Degradation> degraded = EnumSet.noneOf(Degradation.class);
        boolean loading = !sessions.caughtUp().getAsBoolean();
        mark(degraded, Degradation.SESSIONS, loading);
        OptionalLong until =
                loading ? OptionalLong.empty() : sessions.completeUntilUs().get();
        List<Candidate> next = sessions.recall().recall(path, shown, limit);
        Item page = page(path);
        if (next.size() >= limit) {
            var alone =
                    rank(next, List.of(), input(page, NeighbourEvidence.NONE, Popularity.NONE), kinds, unwanted, limit);
            if (alone.size() == limit) {
                return new Answer(alone, loading, until, degraded);
            }
        }
        NeighbourReader.Answer near = neighbours.read(page.id(), shown);
        mark(degraded, Degradation.NEIGHBOURS, near.away() || near.partial());
        mark(degraded, Degradation.STANDBY, near.standby());
        PopularItems.Answer trending = popular.get();
        mark(degraded, Degradation.TRENDING, trending.degraded());
        mark(degraded, Degradation.VECTORS, !vectorsReady.getAsBoolean());
        RecallInput input = input(page, near.evidence(), trending.popularity());
        OptionalLong filledUntil = Freshness.older(until, trending.completeUntilUs());
        return new Answer(
                rank(next, backFill, input, kinds, unwanted, limit),
                loading,
                near.away() ? filledUntil : Freshness.older(filledUntil, near.completeUntilUs()),
                degraded);
    }

    private List<ItemId> known(List<ItemId> asked) {
        List<ItemId> known = asked.stream()
                .filter(id ->
                        catalogue.find(id).isPresent() || sessions.recall().knows(id))
                .toList();
        return known.isEmpty() ? asked : known;
    }

    private static List<Recommendation> rank(
            List<Candidate> next,
            List<RecallChannel> behind,
            RecallInput input,
            Set<ItemId.Kind> kinds,
            Set<ItemId> unwanted,
            int limit) {
        List<RecallChannel> channels = new ArrayList<>(behind.size() + 1);
        channels.add(new GivenChannel(REASON, next));
        channels.addAll(behind);
        return new SimilarItems(channels).rank(input, kinds, unwanted, limit);
    }

    private RecallInput input(Item page, NeighbourEvidence evidence, Popularity popularity) {
        return new RecallInput(page, evidence, popularity, catalogue);
    }

    /// The newest item of the path that the catalogue has; the last one, of which nothing is known, when it has none.
    private Item page(List<ItemId> path) {
        for (ItemId id : path.reversed()) {
            var known = catalogue.find(id);
            if (known.isPresent()) {
                return known.get();
            }
        }
        return new Item(path.getLast(), CatalogueItem.getDefaultInstance());
    }

    private static void mark(Set<Degradation> degraded, Degradation kind, boolean present) {
        if (present) {
            degraded.add(kind);
        }
    }
}
