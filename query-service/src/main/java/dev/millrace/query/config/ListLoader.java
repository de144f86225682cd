package dev.millrace.query.config;

import static dev.millrace.query.config.ConfigLoader.decimal;
import static dev.millrace.query.config.ConfigLoader.flag;
import static dev.millrace.query.config.ConfigLoader.number;

import dev.millrace.query.merge.Channel;
import dev.millrace.query.merge.ChannelWeights;
import dev.millrace.query.rank.LinearScorer;
import dev.millrace.query.rerank.DiversitySettings;
import dev.millrace.query.rerank.ExplorationSettings;
import dev.millrace.query.rerank.Lambda;
import io.helidon.config.Config;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;

/// Reads the settings of recall, merge, ranker and re-ranking.
final class ListLoader {
    private static final double MAX_WEIGHT = 1_000;

    private ListLoader() {}

    static ListConfig from(Config config) {
        Map<String, Double> ranker = decimals(config, "ranker.weights", -MAX_WEIGHT, MAX_WEIGHT);
        try {
            LinearScorer.of(ranker);
            return new ListConfig(
                    ChannelWeights.DEFAULT.with(decimals(config, "fusion.weights", 0, MAX_WEIGHT)),
                    ranker,
                    lambda(config),
                    diversity(config),
                    exploration(config));
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException("fusion.weights, ranker.weights: " + e.getMessage());
        }
    }

    static RecallConfig recall(Config config) {
        Map<Channel, Duration> deadlines = new EnumMap<>(Channel.class);
        for (Channel channel : Channel.values()) {
            if (channel.isRecalled()) {
                deadlines.put(channel, Duration.ofMillis(number(config, "recall.deadline-ms." + channel.reason())));
            }
        }
        return new RecallConfig(
                flag(config, "recall.parallel"),
                deadlines,
                decimal(config, "recall.history-weight", 0, 100),
                number(config, "recall.candidates"),
                number(config, "recall.max-candidates"),
                number(config, "recall.max-scan"),
                Duration.ofSeconds(number(config, "recall.visit-s")),
                Duration.ofDays(number(config, "recall.half-life-days")),
                Duration.ofMillis(number(config, "recall.share-trending-ms")),
                number(config, "recall.remembered-lists"));
    }

    private static Lambda lambda(Config config) {
        return new Lambda(
                decimals(config, "diversity.lambda.endpoint", 0, 1),
                decimals(config, "diversity.lambda.source", 0, 1),
                decimal(config, "diversity.lambda.otherwise", 0, 1),
                decimal(config, "diversity.lambda.mobile-less", 0, 1),
                decimal(config, "diversity.lambda.mobile-least", 0, 1));
    }

    private static DiversitySettings diversity(Config config) {
        int candidates = number(config, "diversity.candidates");
        Checks.range("diversity.candidates", candidates, 1, 10_000);
        return new DiversitySettings(
                decimal(config, "diversity.tag-weight", 0, 1),
                decimal(config, "diversity.seller-weight", 0, 1),
                decimal(config, "diversity.vector-weight", 0, 1),
                candidates,
                decimal(config, "diversity.seller-share", 0.01, 1));
    }

    private static ExplorationSettings exploration(Config config) {
        int pool = number(config, "exploration.pool");
        Checks.range("exploration.pool", pool, 1, 10_000);
        int hardlyShown = number(config, "exploration.hardly-shown");
        Checks.range("exploration.hardly-shown", hardlyShown, 0, 1_000_000);
        return new ExplorationSettings(
                decimal(config, "exploration.epsilon", 0, 0.5),
                decimal(config, "exploration.new-days", 0, 3_650),
                hardlyShown,
                decimal(config, "exploration.min-quality", 0, 1),
                decimal(config, "exploration.min-relevance", 0, 1),
                decimal(config, "exploration.deviations", 0, 10),
                pool);
    }

    /// All below a key, by the last part of their names.
    private static Map<String, Double> decimals(Config config, String key, double min, double max) {
        Map<String, Double> values = new TreeMap<>();
        config.get(key)
                .asNodeList()
                .ifPresent(nodes -> nodes.forEach(
                        node -> values.put(node.name(), decimal(config, key + "." + node.name(), min, max))));
        return values;
    }
}
