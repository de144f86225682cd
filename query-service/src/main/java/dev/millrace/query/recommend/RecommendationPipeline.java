package dev.millrace.query.recommend;

import dev.millrace.contract.features.ItemFacts;
import dev.millrace.contract.id.ItemId;
import dev.millrace.query.merge.ChannelResult;
import dev.millrace.query.merge.ChannelWeights;
import dev.millrace.query.merge.Fusion;
import dev.millrace.query.merge.Merged;
import dev.millrace.query.rank.Ranker;
import dev.millrace.query.recall.Catalogue;
import dev.millrace.query.recall.Item;
import dev.millrace.query.rerank.BackFill;
import dev.millrace.query.rerank.Diversity;
import dev.millrace.query.rerank.Explorable;
import dev.millrace.query.rerank.Exploration;
import dev.millrace.query.rerank.Placed;
import dev.millrace.query.rerank.Ranked;
import dev.millrace.query.rerank.VectorCosine;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/// From what channels found to the list that is shown: merge → filter → rank → mix → explore → fill up. The same
/// question and results give the same list.
public final class RecommendationPipeline {
    private static final String EXPLORATION = "exploration";

    private final Parts parts;
    private final Scoring scoring;

    /// What a list is made with.
    ///
    /// @param catalogue looks candidates up
    /// @param columns an item's own feature columns
    /// @param weights of channels, as they are now
    /// @param vectors compares candidates by their texts
    /// @param maxCandidates best ones by their fused score that are ranked
    public record Parts(
            Catalogue catalogue,
            Columns columns,
            Supplier<ChannelWeights> weights,
            Ranker ranker,
            Diversity diversity,
            Function<List<ItemId>, VectorCosine> vectors,
            Exploration exploration,
            int maxCandidates) {}

    public RecommendationPipeline(Parts parts) {
        this.parts = parts;
        scoring = new Scoring(parts.ranker(), parts.columns());
    }

    /// Which ranker with which numbers.
    public String version() {
        return parts.ranker().version();
    }

    /// The list.
    ///
    /// @param results of all channels that were asked
    /// @param newest what is worth exploring beside the candidates, and what fills up at last
    public Ranking rank(ListQuestion question, List<ChannelResult> results, ChannelResult newest) {
        List<ScoredItem> candidates = candidates(question, results);
        List<ScoredItem> mixed = mixed(question, candidates);
        List<Recommendation> list =
                question.chance().isPresent() ? explored(question, mixed, candidates, newest) : shown(mixed);
        return new Ranking(filled(question, list, List.of(newest)), candidates);
    }

    private List<ScoredItem> candidates(ListQuestion question, List<ChannelResult> results) {
        List<Item> items = new ArrayList<>();
        List<Merged> kept = new ArrayList<>();
        for (Merged candidate : Fusion.merge(results, parts.weights().get())) {
            if (kept.size() == parts.maxCandidates()) {
                break;
            }
            add(question, candidate, items, kept);
        }
        return scoring.bestFirst(question, items, kept);
    }

    private void add(ListQuestion question, Merged candidate, List<Item> items, List<Merged> kept) {
        if (question.shown().test(candidate.id())) {
            parts.catalogue().find(candidate.id()).ifPresent(item -> {
                items.add(item);
                kept.add(candidate);
            });
        }
    }

    private List<ScoredItem> mixed(ListQuestion question, List<ScoredItem> candidates) {
        List<Ranked> ranked = candidates.stream().map(ScoredItem::ranked).toList();
        VectorCosine vectors =
                parts.vectors().apply(ranked.stream().map(Ranked::id).toList());
        return parts.diversity().choose(ranked, vectors, question.lambda(), question.limit()).places().stream()
                .map(candidates::get)
                .toList();
    }

    private static List<Recommendation> shown(List<ScoredItem> items) {
        List<Recommendation> list = new ArrayList<>(items.size());
        for (ScoredItem item : items) {
            list.add(item.shown(list.size() + 1));
        }
        return list;
    }

    private List<Recommendation> explored(
            ListQuestion question, List<ScoredItem> mixed, List<ScoredItem> candidates, ChannelResult newest) {
        Map<ItemId, ScoredItem> known = new HashMap<>();
        candidates.forEach(candidate -> known.put(candidate.item().id(), candidate));
        List<Item> items = new ArrayList<>();
        List<Merged> unknown = new ArrayList<>();
        for (var candidate : newest.bestFirst()) {
            if (!known.containsKey(candidate.id())) {
                add(question, Merged.alone(newest.channel(), candidate), items, unknown);
            }
        }
        scoring.inOrder(question, items, unknown)
                .forEach(item -> known.put(item.item().id(), item));
        List<Explorable> offered = known.values().stream()
                .map(item -> Explorable.of(facts(item, question.asOfMs()), item.score(), question.asOfMs()))
                .toList();
        List<Placed> placed = parts.exploration()
                .place(
                        mixed.stream().map(ScoredItem::ranked).toList(),
                        offered,
                        question.shown(),
                        question.limit(),
                        question.chance().orElseThrow());
        List<Recommendation> list = new ArrayList<>(placed.size());
        for (Placed one : placed) {
            ScoredItem item = Optional.ofNullable(known.get(one.id())).orElseThrow();
            String reason = one.explored() ? EXPLORATION : item.merged().reason();
            list.add(item.shown(list.size() + 1, reason, one.explored(), one.propensity()));
        }
        return list;
    }

    private ItemFacts facts(ScoredItem item, long asOfMs) {
        return parts.columns().of(item.item(), asOfMs).facts();
    }

    /// The list, and behind it what fills it up.
    private List<Recommendation> filled(ListQuestion question, List<Recommendation> list, List<ChannelResult> sources) {
        if (list.size() >= question.limit()) {
            return list;
        }
        List<ItemId> listed = list.stream().map(one -> one.item().id()).toList();
        List<Item> items = new ArrayList<>();
        List<Merged> kept = new ArrayList<>();
        BackFill.fill(listed, sources, question.shown(), question.limit())
                .forEach(candidate -> add(question, candidate, items, kept));
        List<Recommendation> all = new ArrayList<>(list);
        scoring.inOrder(question, items, kept).forEach(item -> all.add(item.shown(all.size() + 1)));
        return all;
    }
}
