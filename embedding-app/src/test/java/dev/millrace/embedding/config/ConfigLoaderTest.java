package dev.millrace.embedding.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.embedding.model.EmbeddingModel;
import dev.millrace.embedding.model.ModelChoice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigLoaderTest {

    @TempDir
    Path folder;

    @AfterEach
    void clear() {
        System.clearProperty("millrace.config");
        System.clearProperty("server.port");
    }

    private void file(String yaml) throws IOException {
        Path file = folder.resolve("embedding.yaml");
        Files.writeString(file, yaml);
        System.setProperty("millrace.config", file.toString());
    }

    @Test
    void defaultsAreWhatThePageSays() {
        EmbeddingConfig config = ConfigLoader.load();
        assertThat(config.server()).isEqualTo(new ServerConfig("127.0.0.1", 8307));
        assertThat(config.applicationId()).isEqualTo("millrace-embedding");
        assertThat(config.kafka()).containsEntry("bootstrap.servers", "127.0.0.1:8304");
        assertThat(config.replicationFactor()).isEqualTo(1);
        assertThat(config.models()).isEqualTo(new ModelChoice(EmbeddingModel.BGE_SMALL_ZH, EmbeddingModel.MINILM, 10));
        assertThat(config.bounds()).isEqualTo(new Bounds(1, 16, Duration.ofMillis(100), 10_000, 128, 1_000, 1_000_000));
        assertThat(config.strayAfter()).isEqualTo(Duration.ofHours(24));
    }

    @Test
    void everyKeyChangesItsFieldAndAPropertyIsAboveTheFile() throws IOException {
        file("""
                server: {port: 9000, host: 0.0.0.0}
                application-id: other
                kafka: {bootstrap.servers: "a:1", sasl.jaas.config: "secret words"}
                topics: {replication-factor: 3}
                models: {chinese: all-minilm-l6-v2-q, other: bge-small-en-v1.5-q, han-percent: 50}
                bounds: {threads: 2, batch: 3, batch-ms: 5, waiting-texts: 4000, tokens: 50, characters: 60, items: 7}
                stray-hours: 8
                """);
        System.setProperty("server.port", "9001");
        EmbeddingConfig config = ConfigLoader.load();
        assertThat(config.server()).isEqualTo(new ServerConfig("0.0.0.0", 9001));
        assertThat(config.applicationId()).isEqualTo("other");
        assertThat(config.kafka()).containsEntry("bootstrap.servers", "a:1");
        assertThat(config.replicationFactor()).isEqualTo(3);
        assertThat(config.models()).isEqualTo(new ModelChoice(EmbeddingModel.MINILM, EmbeddingModel.BGE_SMALL_EN, 50));
        assertThat(config.bounds()).isEqualTo(new Bounds(2, 3, Duration.ofMillis(5), 4_000, 50, 60, 7));
        assertThat(config.strayAfter()).isEqualTo(Duration.ofHours(8));
        assertThat(config.toString()).contains("***").doesNotContain("secret words");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "server: {port: 70000} | server.port must be 0..65535, got 70000",
                "bounds: {threads: 0} | bounds.threads must be 1..64, got 0",
                "bounds: {batch: 501} | bounds.batch must be 1..500, got 501",
                "bounds: {batch-ms: 0} | bounds.batch-ms must be 1..10000, got 0",
                "bounds: {waiting-texts: 1} | bounds.waiting-texts must be 1000..1000000, got 1",
                "bounds: {tokens: 513} | bounds.tokens must be 8..512, got 513",
                "bounds: {characters: 10} | bounds.characters must be 20..10000, got 10",
                "bounds: {items: none} | bounds.items must be a whole number, got none",
                "models: {han-percent: 101} | models.han-percent must be 0..100, got 101",
                "models: {other: gpt} | models.other must be one of bge-small-zh-v1.5-q, all-minilm-l6-v2-q,",
                "stray-hours: 0 | stray-hours must be 1..8760, got 0",
                "server: {prot: 1} | unknown setting server.prot"
            })
    void whatIsWrongIsNamed(String yaml, String words) throws IOException {
        file(yaml);
        assertThatThrownBy(ConfigLoader::load)
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(words);
    }
}
