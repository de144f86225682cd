package dev.millrace.query.serve;

import dev.millrace.contract.id.ItemId;
import dev.millrace.query.item.ItemSet;
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
import java.util.function.LongPredicate;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/// Lists for a page, for somebody, or both: reads what is known elsewhere, asks the channels, and has the pipeline make
/// the list.
public final class RecommendService implements ListSource {
    /// Channels that say little when nobody knows the actor.
    private static final Set<Channel> NEED_ACTOR =
            EnumSet.of(Channel.BEHAVIOR, Channel.SESSION, Channel.PROFILE, Channel.VECTOR);

    private static final ItemId.Kind[] KINDS = ItemId.Kind.values();

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
    /// @param lambda how much relevance counted against difference
    public record Explained(
            ListAnswer answer, Ranking ranking, List<ChannelResult> channels, ActorState actor, double lambda) {}

    @Override
    public ListAnswer answer(ListRequest request) {
        return explain(request).answer();
    }

    /// The list and how it came about, as [#answer] has it.
    public Explained explain(ListRequest request) {
        Optional<Item> page = request.page().map(parts.pages()::find);
        LongPredicate unwanted = unwanted(request);
        LongPredicate shown = shown(request, unwanted);
        long asOfMs = parts.windowEndMs().getAsLong();
        OptionalLong sessionsUntilUs = parts.sessionsUntilUs().get();
        try (RequestReads reads = parts.reader().begin(request.page(), request.actor(), shown, asOfMs)) {
            RecallInput input = new RecallInput(page, request.actor().isPresent(), reads, parts.catalogue(), shown);
            List<ChannelResult> results = parts.recall().run(input);
            ActorState actor = reads.actor(new Deadline(System.nanoTime())).value();
            ListQuestion question = question(request, page, actor, unwanted, asOfMs);
            Ranking ranking = parts.pipeline().rank(question, results, () -> newest(request, question));
            ListAnswer answer = answer(ranking, reads.outcome(), results, sessionsUntilUs);
            if (answer.items().isEmpty() && answer.fallback()) {
                throw new Unavailable("nothing to recommend is available at the moment");
            }
            return new Explained(answer, ranking, results, actor, question.lambda());
        }
    }

    private LongPredicate shown(ListRequest request, LongPredicate unwanted) {
        boolean[] kinds = new boolean[KINDS.length];
        request.kinds().forEach(kind -> kinds[kind.ordinal()] = true);
        return code -> kinds[ItemId.kindOf(code).ordinal()]
                && !unwanted.test(code)
                && parts.catalogue().sells(code);
    }

    /// What is not to be shown, whoever asks.
    private static LongPredicate unwanted(ListRequest request) {
        long page = request.page().map(ItemId::code).orElse(0L);
        ItemSet excluded = ItemSet.of(request.excluded());
        return code -> code == page || excluded.has(code);
    }

    private ListQuestion question(
            ListRequest request, Optional<Item> page, ActorState actor, LongPredicate unwanted, long asOfMs) {
        return new ListQuestion(
                page,
                actor,
                parts.lambda().of(request.endpoint(), request.source(), request.device()),
                request.kinds(),
                code -> actor.owned().has(code) || unwanted.test(code),
                request.limit(),
                asOfMs,
                request.chance().map(RequestSeed::of));
    }

    private ChannelResult newest(ListRequest request, ListQuestion question) {
        return new ChannelResult(
                Channel.NEWEST, parts.newest().find(parts.catalogue(), request.kinds(), question.unwanted()), true);
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
        return ListAnswer.made(
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
