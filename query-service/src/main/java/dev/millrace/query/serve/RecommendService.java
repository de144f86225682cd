package dev.millrace.query.serve;

import dev.millrace.contract.id.ItemId;
import dev.millrace.query.merge.Channel;
import dev.millrace.query.merge.ChannelResult;
import dev.millrace.query.recall.ActorState;
import dev.millrace.query.recall.Catalogue;
import dev.millrace.query.recall.Deadline;
import dev.millrace.query.recall.Item;
import dev.millrace.query.recall.NewestItems;
import dev.millrace.query.recall.RecallInput;
import dev.millrace.query.recommend.ListQuestion;
import dev.millrace.query.recommend.Ranking;
import dev.millrace.query.recommend.RecommendationPipeline;
import dev.millrace.query.rerank.Lambda;
import dev.millrace.query.rerank.RequestSeed;
import dev.millrace.query.state.Freshness;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;

/// Lists for a page, for somebody, or both: reads what is known elsewhere, asks the channels, and has the pipeline make
/// the list.
public final class RecommendService {
    /// Channels that say little when nobody knows the actor.
    private static final Set<Channel> NEED_ACTOR =
            EnumSet.of(Channel.BEHAVIOR, Channel.SESSION, Channel.PROFILE, Channel.VECTOR);

    private final Parts parts;

    /// What it is made of.
    ///
    /// @param newest what is explored beside the candidates, and fills up
    /// @param sessionsUntilUs see [Freshness]; asked before sessions are
    /// @param windowEndMs where windows of statistics end now
    public record Parts(
            PageItems pages,
            Catalogue catalogue,
            RequestReader reader,
            ParallelRecall recall,
            NewestItems newest,
            RecommendationPipeline pipeline,
            Lambda lambda,
            Supplier<OptionalLong> sessionsUntilUs,
            LongSupplier windowEndMs) {}

    public RecommendService(Parts parts) {
        this.parts = parts;
    }

    /// A list with all that it was made from.
    ///
    /// @param channels what each found
    /// @param actor for whom it was made
    public record Explained(ListAnswer answer, Ranking ranking, List<ChannelResult> channels, ActorState actor) {}

    /// The list.
    ///
    /// @throws UnknownItem when the page's item is unknown, deleted or cannot be bought
    /// @throws Unavailable when nothing at all can be had
    public ListAnswer answer(ListRequest request) {
        return explain(request).answer();
    }

    /// The list and how it came about.
    public Explained explain(ListRequest request) {
        Optional<Item> page = request.page().map(parts.pages()::find);
        Predicate<ItemId> shown = shown(request);
        long asOfMs = parts.windowEndMs().getAsLong();
        OptionalLong sessionsUntilUs = parts.sessionsUntilUs().get();
        try (RequestReads reads = parts.reader().begin(request.page(), request.actor(), shown, asOfMs)) {
            RecallInput input = new RecallInput(page, request.actor().isPresent(), reads, parts.catalogue(), shown);
            List<ChannelResult> results = parts.recall().run(input);
            ActorState actor = reads.actor(new Deadline(System.nanoTime())).value();
            ListQuestion question = question(request, page, actor, asOfMs);
            Ranking ranking = parts.pipeline().rank(question, results, () -> newest(request, question));
            ListAnswer answer = answer(ranking, reads.outcome(), results, sessionsUntilUs);
            if (answer.items().isEmpty() && answer.fallback()) {
                throw new Unavailable("nothing to recommend is available at the moment");
            }
            return new Explained(answer, ranking, results, actor);
        }
    }

    private Predicate<ItemId> shown(ListRequest request) {
        return id -> request.kinds().contains(id.kind())
                && !isUnwanted(request, id)
                && parts.catalogue().find(id).filter(Item::sellable).isPresent();
    }

    private static boolean isUnwanted(ListRequest request, ItemId id) {
        return request.excluded().contains(id)
                || request.page().filter(id::equals).isPresent();
    }

    private ListQuestion question(ListRequest request, Optional<Item> page, ActorState actor, long asOfMs) {
        return new ListQuestion(
                page,
                actor,
                parts.lambda().of(request.endpoint(), request.source(), request.device()),
                request.kinds(),
                id -> actor.owned().contains(id) || isUnwanted(request, id),
                request.limit(),
                asOfMs,
                request.chance().map(RequestSeed::of));
    }

    private ChannelResult newest(ListRequest request, ListQuestion question) {
        return new ChannelResult(
                Channel.NEWEST, parts.newest().find(parts.catalogue(), request.kinds(), question::shows), true);
    }

    private ListAnswer answer(
            Ranking ranking, RequestReads.Outcome outcome, List<ChannelResult> results, OptionalLong sessionsUntilUs) {
        Set<Degradation> degraded = EnumSet.noneOf(Degradation.class);
        degraded.addAll(outcome.degraded());
        boolean knowsActor = !degraded.contains(Degradation.PROFILE);
        for (ChannelResult result : results) {
            if (!result.complete() && (knowsActor || !NEED_ACTOR.contains(result.channel()))) {
                degradation(result.channel()).ifPresent(degraded::add);
            }
        }
        return new ListAnswer(
                ranking.list(),
                parts.pipeline().version(),
                outcome.missesBehavior(),
                usesSessions(results)
                        ? Freshness.older(outcome.completeUntilUs(), sessionsUntilUs)
                        : outcome.completeUntilUs(),
                degraded);
    }

    private static boolean usesSessions(List<ChannelResult> results) {
        return results.stream()
                .anyMatch(result -> result.channel() == Channel.SESSION
                        && !result.bestFirst().isEmpty());
    }

    /// What is missing when a channel says that it is not complete.
    private static Optional<Degradation> degradation(Channel channel) {
        return switch (channel) {
            case BEHAVIOR -> Optional.of(Degradation.NEIGHBOURS);
            case SESSION -> Optional.of(Degradation.SESSIONS);
            case PROFILE -> Optional.of(Degradation.PROFILE);
            case CONTENT -> Optional.of(Degradation.CONTENT);
            case VECTOR -> Optional.of(Degradation.VECTORS);
            case TRENDING -> Optional.of(Degradation.TRENDING);
            case EXPLORATION, NEWEST -> Optional.empty();
        };
    }
}
