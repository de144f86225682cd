package dev.millrace.query.recommend;

import dev.millrace.contract.id.ItemId;
import dev.millrace.query.item.ItemPlaces;
import dev.millrace.query.merge.ChannelResult;
import dev.millrace.query.merge.ChannelWeights;
import dev.millrace.query.merge.Fusion;
import dev.millrace.query.merge.Merged;
import dev.millrace.query.rank.Ranker;
import dev.millrace.query.recall.Catalogue;
import dev.millrace.query.recall.Item;
import dev.millrace.query.rerank.Diversity;
import dev.millrace.query.rerank.Explorable;
import dev.millrace.query.rerank.Exploration;
import dev.millrace.query.rerank.Placed;
import dev.millrace.query.rerank.Ranked;
import dev.millrace.query.rerank.VectorCosine;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// From what channels found to the list that is shown: merge → filter → rank → mix → fill up → explore. The same
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
    /// @param newest what is worth exploring beside the candidates, and what fills up at last; asked when needed
    public Ranking rank(ListQuestion question, List<ChannelResult> results, Supplier<ChannelResult> newest) {
        List<ScoredItem> candidates = candidates(question, results);
        List<ScoredItem> listed = mixed(question, candidates);
        boolean isShort = listed.size() < question.limit();
        List<ScoredItem> others =
                isShort || question.chance().isPresent() ? others(question, candidates, newest.get()) : List.of();
        if (isShort) {
            int missing = Math.min(others.size(), question.limit() - listed.size());
            listed = concat(listed, others.subList(0, missing));
        }
        List<Recommendation> list =
                question.chance().isPresent() ? explored(question, listed, concat(candidates, others)) : shown(listed);
        return new Ranking(list, candidates);
    }

    private static List<ScoredItem> concat(List<ScoredItem> first, List<ScoredItem> behind) {
        List<ScoredItem> all = new ArrayList<>(first);
        all.addAll(behind);
        return all;
    }

    private List<ScoredItem> candidates(ListQuestion question, List<ChannelResult> results) {
        List<Merged> merged = Fusion.merge(results, parts.weights().get());
        Shown shown = new Shown(question, merged, parts.maxCandidates());
        return scoring.bestFirst(question, shown.items, shown.candidates);
    }

    /// Those of the candidates that are there, for sale and wanted, in their order, until there are enough.
    private final class Shown {
        private final List<Item> items;
        private final List<Merged> candidates;

        Shown(ListQuestion question, List<Merged> all, int enough) {
            @Nullable Item[] found = new Item[all.size()];
            for (int place = 0; place < found.length; place++) { // alone: loads that do not wait for each other
                found[place] = parts.catalogue().at(all.get(place).code());
            }
            items = new ArrayList<>(Math.min(found.length, enough));
            candidates = new ArrayList<>(Math.min(found.length, enough));
            for (int place = 0; place < found.length && candidates.size() < enough; place++) {
                Item item = found[place];
                if (item != null
                        && item.sellable()
                        && question.shows(all.get(place).code())) {
                    items.add(item);
                    candidates.add(all.get(place));
                }
            }
        }
    }

    private List<ScoredItem> mixed(ListQuestion question, List<ScoredItem> candidates) {
        List<Ranked> ranked = new ArrayList<>(candidates.size());
        candidates.forEach(candidate -> ranked.add(candidate.ranked()));
        List<ItemId> compared = new ArrayList<>();
        for (ScoredItem candidate : candidates.subList(0, parts.diversity().mixed(candidates.size()))) {
            compared.add(candidate.item().id());
        }
        VectorCosine vectors = parts.vectors().apply(compared);
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

    /// What is no candidate, in its order.
    private List<ScoredItem> others(ListQuestion question, List<ScoredItem> candidates, ChannelResult newest) {
        ItemPlaces known = new ItemPlaces(candidates.size() + newest.bestFirst().size());
        candidates.forEach(candidate -> known.of(candidate.merged().code()));
        List<Merged> unknown = new ArrayList<>(newest.bestFirst().size());
        for (var candidate : newest.bestFirst()) {
            if (!known.has(candidate.code())) {
                known.of(candidate.code());
                unknown.add(Merged.alone(newest.channel(), candidate));
            }
        }
        Shown shown = new Shown(question, unknown, unknown.size());
        return scoring.inOrder(question, shown.items, shown.candidates);
    }

    private static void find(List<ScoredItem> items, ItemPlaces wanted, ScoredItem[] found) {
        for (ScoredItem item : items) {
            if (wanted.has(item.merged().code())) {
                found[wanted.of(item.merged().code())] = item;
            }
        }
    }

    private static List<Explorable> explorable(List<ScoredItem> items, long asOfMs) {
        List<Explorable> explorable = new ArrayList<>(items.size());
        for (ScoredItem item : items) {
            explorable.add(Explorable.of(item.columns(), item.score(), asOfMs));
        }
        return explorable;
    }

    /// The list with some of it drawn. It is full before: what fills up may fall out as the others may, or the logged
    /// probabilities would be wrong.
    private List<Recommendation> explored(ListQuestion question, List<ScoredItem> listed, List<ScoredItem> offered) {
        List<Placed> placed = parts.exploration()
                .place(
                        listed.stream().map(ScoredItem::ranked).toList(),
                        explorable(offered, question.asOfMs()),
                        _ -> true, // all that are offered have been let through
                        question.limit(),
                        question.chance().orElseThrow());
        ItemPlaces places = new ItemPlaces(placed.size());
        placed.forEach(one -> places.of(one.code()));
        ScoredItem[] items = new ScoredItem[placed.size()];
        find(listed, places, items);
        find(offered, places, items);
        List<Recommendation> list = new ArrayList<>(placed.size());
        for (Placed one : placed) {
            ScoredItem item = items[places.of(one.code())];
            String reason = one.explored() ? EXPLORATION : item.merged().reason();
            list.add(item.shown(list.size() + 1, reason, one.explored(), one.propensity()));
        }
        return list;
    }
}
