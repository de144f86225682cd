package dev.millrace.query.config;

import dev.millrace.query.merge.ChannelWeights;
import dev.millrace.query.rerank.DiversitySettings;
import dev.millrace.query.rerank.ExplorationSettings;
import dev.millrace.query.rerank.Lambda;
import java.util.Map;

/// How the channels' candidates become the list that is shown.
///
/// @param channels their weights at the start; they can be changed while the service runs
/// @param ranker weights of the linear scorer, column → weight
/// @param lambda how much relevance counts against difference
/// @param diversity how lists are mixed
/// @param exploration what is shown to learn about it
public record ListConfig(
        ChannelWeights channels,
        Map<String, Double> ranker,
        Lambda lambda,
        DiversitySettings diversity,
        ExplorationSettings exploration) {
    public ListConfig {
        ranker = Map.copyOf(ranker);
    }
}
