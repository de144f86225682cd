package dev.millrace.query.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.query.merge.Channel;
import dev.millrace.query.merge.ChannelWeights;
import dev.millrace.query.rank.LinearScorer;
import dev.millrace.query.rerank.DiversitySettings;
import dev.millrace.query.rerank.ExplorationSettings;
import dev.millrace.query.rerank.Lambda;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ListConfigTest {

    @TempDir
    Path folder;

    @AfterEach
    void clear() {
        System.clearProperty("millrace.config");
    }

    private ListConfig list(String yaml) throws IOException {
        Path file = folder.resolve("query.yaml");
        Files.writeString(file, yaml);
        System.setProperty("millrace.config", file.toString());
        return ConfigLoader.load().list();
    }

    @Test
    void defaultsAreThoseOfTheCode() throws IOException {
        ListConfig list = list("clock: live");
        assertThat(list.channels()).isEqualTo(ChannelWeights.DEFAULT);
        assertThat(LinearScorer.of(list.ranker()).version())
                .isEqualTo(new LinearScorer(LinearScorer.DEFAULT_WEIGHTS).version());
        assertThat(list.lambda()).isEqualTo(Lambda.DEFAULT);
        assertThat(list.diversity()).isEqualTo(DiversitySettings.DEFAULT);
        assertThat(list.exploration()).isEqualTo(ExplorationSettings.DEFAULT);
    }

    @Test
    void everyKeyChangesItsField() throws IOException {
        ListConfig list = list("""
                fusion.weights: {vector: 2, trending: 0.01}
                ranker.weights: {item_ctr: 0.5, fused: 0}
                diversity:
                  tag-weight: 0.1
                  seller-weight: 0.3
                  vector-weight: 0.4
                  candidates: 99
                  seller-share: 0.5
                  lambda: {endpoint: {detail: 0.9, new: 0.8}, source: {search: 0.7}, otherwise: 0.6, mobile-less: 0.2, mobile-least: 0.3}
                exploration: {epsilon: 0.1, new-days: 7, hardly-shown: 9, min-quality: 0.6, min-relevance: 0.2, deviations: 2, pool: 11}
                """);
        assertThat(list.channels().of(Channel.VECTOR)).isEqualTo(2);
        assertThat(list.channels().of(Channel.TRENDING)).isEqualTo(0.01);
        assertThat(list.channels().of(Channel.BEHAVIOR)).isEqualTo(1.2);
        assertThat(list.ranker()).containsAllEntriesOf(Map.of("item_ctr", 0.5, "fused", 0.0, "tag_jaccard", 0.04));
        assertThat(list.diversity()).isEqualTo(new DiversitySettings(0.1, 0.3, 0.4, 99, 0.5));
        assertThat(list.lambda().byEndpoint()).containsAllEntriesOf(Map.of("detail", 0.9, "new", 0.8, "similar", 0.4));
        assertThat(list.lambda().bySource()).containsAllEntriesOf(Map.of("search", 0.7, "home", 0.3));
        assertThat(list.lambda())
                .extracting(Lambda::otherwise, Lambda::mobileLess, Lambda::mobileLeast)
                .containsExactly(0.6, 0.2, 0.3);
        assertThat(list.exploration()).isEqualTo(new ExplorationSettings(0.1, 7, 9, 0.6, 0.2, 2, 11));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "fusion.weights.popular: 1 | unknown setting fusion.weights.popular",
                "fusion.weights.vector: -1 | fusion.weights.vector must be a number 0.0..1000.0, got -1",
                "ranker.weights.position: 1 | there is no feature position",
                "ranker.weights.fused: 1001 | ranker.weights.fused must be a number -1000.0..1000.0, got 1001",
                "diversity.tag-weight: 2 | diversity.tag-weight must be a number 0.0..1.0, got 2",
                "diversity.seller-weight: x | diversity.seller-weight must be a number 0.0..1.0, got x",
                "diversity.vector-weight: NaN | diversity.vector-weight must be a number 0.0..1.0, got NaN",
                "diversity.candidates: 0 | diversity.candidates must be 1..10000, got 0",
                "diversity.seller-share: 0 | diversity.seller-share must be a number 0.01..1.0, got 0",
                "diversity.lambda.endpoint.detail: 2 | diversity.lambda.endpoint.detail must be a number 0.0..1.0, got 2",
                "diversity.lambda.source.search: 2 | diversity.lambda.source.search must be a number 0.0..1.0, got 2",
                "diversity.lambda.otherwise: 2 | diversity.lambda.otherwise must be a number 0.0..1.0, got 2",
                "diversity.lambda.mobile-less: 2 | diversity.lambda.mobile-less must be a number 0.0..1.0, got 2",
                "diversity.lambda.mobile-least: 2 | diversity.lambda.mobile-least must be a number 0.0..1.0, got 2",
                "exploration.epsilon: 0.6 | exploration.epsilon must be a number 0.0..0.5, got 0.6",
                "exploration.new-days: -1 | exploration.new-days must be a number 0.0..3650.0, got -1",
                "exploration.hardly-shown: -1 | exploration.hardly-shown must be 0..1000000, got -1",
                "exploration.min-quality: 2 | exploration.min-quality must be a number 0.0..1.0, got 2",
                "exploration.min-relevance: 2 | exploration.min-relevance must be a number 0.0..1.0, got 2",
                "exploration.deviations: 11 | exploration.deviations must be a number 0.0..10.0, got 11",
                "exploration.pool: 0 | exploration.pool must be 1..10000, got 0"
            })
    void whatIsWrongIsNamed(String yaml, String message) {
        assertThatThrownBy(() -> list(yaml))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(message);
    }

    @Test
    void channelsThatAllCountNothingAreRefused() {
        assertThatThrownBy(() -> list(
                        "fusion.weights: {behavior: 0, session: 0, profile: 0, content: 0, vector: 0, trending: 0}"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("weights of channels must sum up to more than 0");
    }
}
