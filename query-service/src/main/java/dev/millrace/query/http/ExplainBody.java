package dev.millrace.query.http;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.millrace.contract.features.Feature;
import dev.millrace.contract.features.FeatureLayout;
import dev.millrace.contract.id.ItemId;
import dev.millrace.query.merge.Channel;
import dev.millrace.query.merge.ChannelResult;
import dev.millrace.query.merge.Merged;
import dev.millrace.query.recall.Candidate;
import dev.millrace.query.recommend.Recommendation;
import dev.millrace.query.recommend.ScoredItem;
import dev.millrace.query.serve.ListAnswer;
import dev.millrace.query.serve.RecommendService;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// `/recommend/detail/{id}/explain`: how a list came about, made anew now.
///
/// @param channels what each found, with scores in its own scale
/// @param weights of the channels in the merge
/// @param lambda how much relevance counted against difference when the list was mixed, 0..1
/// @param candidates all that were ranked, best first
/// @param list as it would be served
record ExplainBody(
        String itemId,
        List<Found> channels,
        Map<String, Double> weights,
        double lambda,
        String featureLayout,
        List<Explained> candidates,
        List<Place> list,
        String algorithmVersion,
        String variant,
        @JsonUnwrapped Attribution attribution) {

    /// What a channel found.
    ///
    /// @param complete false when its time was up or a part of its state was away
    record Found(String channel, boolean complete, List<Named> candidates) {
        static Found of(ChannelResult result) {
            return new Found(
                    result.channel().reason(),
                    result.complete(),
                    result.bestFirst().stream().map(Named::of).toList());
        }
    }

    /// A candidate of a channel.
    record Named(String itemId, double score) {
        static Named of(Candidate candidate) {
            return new Named(candidate.id().key(), candidate.score());
        }
    }

    /// A candidate that was ranked.
    ///
    /// @param rank by the ranker's score, from 1
    /// @param position in the list, from 1; null when it is not in it
    /// @param channels score by each channel that named it, 1 for its best
    /// @param fused their weighted mean
    /// @param features by name, as the ranker saw them
    record Explained(
            String itemId,
            int rank,
            @Nullable Integer position,
            double score,
            Map<String, Double> channels,
            double fused,
            Map<String, Double> features) {
        static Explained of(ScoredItem item, int rank, @Nullable Integer position) {
            return new Explained(
                    item.item().id().key(),
                    rank,
                    position,
                    item.score(),
                    scores(item.merged()),
                    item.merged().fused(),
                    named(item.features()));
        }
    }

    /// A place of the list.
    ///
    /// @param rerank what put it there: `ranked`, `explored` or `filled` (behind all that was found)
    record Place(@JsonUnwrapped ListEntry entry, String rerank, double propensity) {}

    static ExplainBody of(
            ItemId page, RecommendService.Explained explained, Map<Channel, Double> weights, Attribution attribution) {
        ListAnswer answer = explained.answer();
        Map<ItemId, Integer> positions = new HashMap<>();
        answer.items().forEach(one -> positions.put(one.item().id(), one.rank()));
        List<Explained> candidates = new ArrayList<>();
        for (ScoredItem item : explained.ranking().candidates()) {
            candidates.add(Explained.of(
                    item, candidates.size() + 1, positions.get(item.item().id())));
        }
        return new ExplainBody(
                page.key(),
                explained.channels().stream().map(Found::of).toList(),
                byName(weights),
                explained.lambda(),
                FeatureLayout.hash(),
                candidates,
                answer.items().stream().map(ExplainBody::place).toList(),
                answer.algorithmVersion(),
                answer.variant(),
                attribution);
    }

    private static Place place(Recommendation one) {
        boolean found = one.merged().facts().count() > 0;
        String why = one.explored() ? "explored" : found ? "ranked" : "filled";
        return new Place(ListEntry.of(one), why, one.propensity());
    }

    private static Map<String, Double> scores(Merged merged) {
        Map<String, Double> scores = new LinkedHashMap<>();
        for (Channel channel : Channel.values()) {
            if (merged.isFrom(channel)) {
                scores.put(channel.reason(), (double) merged.score(channel));
            }
        }
        return scores;
    }

    /// A row by the names of its columns.
    static Map<String, Double> named(float[] row) {
        Map<String, Double> named = new LinkedHashMap<>();
        for (Feature feature : Feature.values()) {
            named.put(feature.label(), (double) row[feature.column()]);
        }
        return named;
    }

    private static Map<String, Double> byName(Map<Channel, Double> weights) {
        Map<String, Double> named = new LinkedHashMap<>();
        for (Channel channel : Channel.values()) {
            if (channel.isRecalled()) {
                named.put(channel.reason(), weights.getOrDefault(channel, 0.0));
            }
        }
        return named;
    }
}
