package dev.millrace.query.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.query.merge.Channel;
import dev.millrace.query.recall.PairWeights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigLoaderTest {

    @TempDir
    Path folder;

    @AfterEach
    void clear() {
        System.clearProperty("millrace.config");
        System.clearProperty("server.port");
    }

    private void file(String yaml) throws IOException {
        Path file = folder.resolve("query.yaml");
        Files.writeString(file, yaml);
        System.setProperty("millrace.config", file.toString());
    }

    @Test
    void defaultsAreWhatTheReadmeSays() {
        QueryConfig config = ConfigLoader.load();
        assertThat(config.server())
                .isEqualTo(new ServerConfig("127.0.0.1", 8300, 1_000, Duration.ofSeconds(1), ServerLimits.DEFAULT));
        assertThat(config.kafka()).containsEntry("bootstrap.servers", "127.0.0.1:8304");
        assertThat(config.iq().seeds()).containsExactly("127.0.0.1:8302");
        assertThat(config.iq().attemptTimeout()).isEqualTo(Duration.ofMillis(300));
        assertThat(config.replica().maxItems()).isEqualTo(1_000_000);
        assertThat(config.ranking()).isEqualTo(new RankingConfig(new PairWeights(0.3, 300, 0.5, 0.5), 0.8, 20, 100));
        assertThat(config.recall())
                .isEqualTo(new RecallConfig(
                        true,
                        Map.of(
                                Channel.BEHAVIOR, Duration.ofMillis(250),
                                Channel.SESSION, Duration.ofMillis(200),
                                Channel.PROFILE, Duration.ofMillis(200),
                                Channel.CONTENT, Duration.ofMillis(50),
                                Channel.VECTOR, Duration.ofMillis(200),
                                Channel.TRENDING, Duration.ofMillis(200)),
                        0.5,
                        100,
                        300,
                        200,
                        Duration.ofMinutes(30),
                        Duration.ofDays(180),
                        Duration.ofMillis(10),
                        5_000));
        assertThat(config.admin()).isEqualTo(new AdminConfig(""));
        assertThat(config.sessions()).isEqualTo(new SessionsConfig(1_000_000, 2_500, 500, 2, "drop-path"));
        assertThat(config.exposure())
                .isEqualTo(new ExposureConfig(true, 32 << 20, Duration.ofSeconds(2), 100_000, Duration.ofSeconds(5)));
        assertThat(config.vectors())
                .isEqualTo(new VectorsConfig(
                        1_000_000,
                        4,
                        100,
                        0.4,
                        50_000,
                        Duration.ofMinutes(5),
                        20,
                        new VectorIndexConfig("flat", "float", 5_000, 16, 100, 100, 0.3, 0.8),
                        new VectorSnapshotConfig("", Duration.ofMinutes(10), List.of(), Duration.ofSeconds(5), "")));
        assertThat(config.clock()).isEqualTo(WindowClock.LIVE);
    }

    @Test
    void everyKeyOfVectorsChangesItsField() throws IOException {
        file("""
                vectors:
                  max-items: 1
                  max-models: 2
                  neighbours: 3
                  min-similarity: 0.5
                  memoised-items: 6
                  probe-interval-s: 7
                  probe-items: 8
                  graph: hnswlib
                  storage: float
                  exact-below: 9
                  m: 10
                  ef-construction: 11
                  ef: 12
                  max-dead: 0.13
                  max-filled: 0.14
                  snapshot-folder: /f
                  snapshot-interval-s: 15
                  peers: "a:16,b:17"
                  peer-timeout-ms: 18
                  token: secret
                """);
        QueryConfig config = ConfigLoader.load();
        assertThat(config.vectors())
                .isEqualTo(new VectorsConfig(
                        1,
                        2,
                        3,
                        0.5,
                        6,
                        Duration.ofSeconds(7),
                        8,
                        new VectorIndexConfig("hnswlib", "float", 9, 10, 11, 12, 0.13, 0.14),
                        new VectorSnapshotConfig(
                                "/f",
                                Duration.ofSeconds(15),
                                List.of("a:16", "b:17"),
                                Duration.ofMillis(18),
                                "secret")));
        assertThat(config.toString()).contains("token=***").doesNotContain("secret");
    }

    @Test
    void settingsOfVectorsOutOfRangeAreRefused() throws IOException {
        for (String wrong : List.of(
                "max-items: 0",
                "max-models: 21",
                "neighbours: 0",
                "min-similarity: 1.5",
                "memoised-items: -1",
                "probe-interval-s: 0",
                "probe-items: 0",
                "graph: tree",
                "storage: bits",
                "exact-below: -1",
                "m: 1",
                "ef-construction: 15",
                "ef: 0",
                "max-dead: 0",
                "max-filled: 1.1",
                "snapshot-interval-s: 0",
                "peers: nowhere",
                "peer-timeout-ms: 0")) {
            file("vectors: {" + wrong + "}");
            assertThatThrownBy(ConfigLoader::load)
                    .as(wrong)
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageStartingWith("vectors." + wrong.substring(0, wrong.indexOf(':')));
        }
        file("vectors: {storage: int8}");
        assertThat(ConfigLoader.load().vectors().index())
                .isEqualTo(new VectorIndexConfig("flat", "int8", 5_000, 16, 100, 100, 0.3, 0.8));
        file("vectors: {graph: hnswlib, storage: int8}");
        assertThatThrownBy(ConfigLoader::load)
                .hasMessage("vectors.storage must be float when vectors.graph is hnswlib");
    }

    @Test
    void weightsOfNeighboursOutOfRangeAreRefused() throws IOException {
        for (String value : List.of("1.5", "-0.1", "NaN", "half")) {
            file("ranking.other-exponent: " + value);
            assertThatThrownBy(ConfigLoader::load)
                    .hasMessageContaining("ranking.other-exponent must be a number 0.0..1.0, got " + value);
        }
    }

    @Test
    void theFileIsAboveTheDefaultsAndAPropertyAboveTheFile() throws IOException {
        file("""
                server: {port: 9000, host: 0.0.0.0}
                kafka.bootstrap.servers: "a:1,b:2"
                kafka: {security: {protocol: SASL_SSL}, sasl.jaas.config: "secret words"}
                iq: {seeds: "one:1, two:2", attempt-timeout-ms: 50}
                exposure: {enabled: false, max-waiting-bytes: 100000, close-timeout-ms: 1, search-records: 7, search-timeout-ms: 8}
                clock: replay
                """);
        System.setProperty("server.port", "9001");
        QueryConfig config = ConfigLoader.load();
        assertThat(config.server().port()).isEqualTo(9001);
        assertThat(config.server().host()).isEqualTo("0.0.0.0");
        assertThat(config.kafka())
                .containsEntry("bootstrap.servers", "a:1,b:2")
                .containsEntry("security.protocol", "SASL_SSL")
                .containsEntry("sasl.jaas.config", "secret words");
        assertThat(config.iq().seeds()).containsExactly("one:1", "two:2");
        assertThat(config.iq().attemptTimeout()).isEqualTo(Duration.ofMillis(50));
        assertThat(config.exposure())
                .isEqualTo(new ExposureConfig(false, 100_000, Duration.ofMillis(1), 7, Duration.ofMillis(8)));
        assertThat(config.clock()).isEqualTo(WindowClock.REPLAY);
        assertThat(config.toString()).contains("***").doesNotContain("secret words");
    }

    @Test
    void whatIsWrongIsNamed() throws IOException {
        file("server: {port: 70000}");
        assertThatThrownBy(ConfigLoader::load).hasMessage("server.port must be 0..65535, got 70000");
        file("server: {port: many}");
        assertThatThrownBy(ConfigLoader::load).hasMessage("server.port must be a whole number, got many");
        file("iq: {seeds: nowhere}");
        assertThatThrownBy(ConfigLoader::load).hasMessageContaining("iq.seeds must be a comma list of host:port");
        file("iq: {application-id: \"millrace streams\"}");
        assertThatThrownBy(ConfigLoader::load)
                .hasMessageStartingWith("iq.application-id must be")
                .hasMessageEndingWith("got millrace streams");
        file("iq: {application-id: \"\"}");
        assertThatThrownBy(ConfigLoader::load)
                .hasMessageStartingWith("iq.application-id must be")
                .hasMessageEndingWith("got ");
        file("ranking: {history-items: 100, max-neighbours: 100}");
        assertThatThrownBy(ConfigLoader::load)
                .hasMessage("ranking.history-items times ranking.max-neighbours must be 1..9000, got 10000");
        file("sessions: {length: 10}");
        assertThatThrownBy(ConfigLoader::load).hasMessage("sessions.length must be 1..9, got 10");
        file("sessions: {seen: perhaps}");
        assertThatThrownBy(ConfigLoader::load)
                .hasMessageContaining("sessions.seen must be one of [keep, drop-current, drop-path]");
        file("exposure: {enabled: perhaps}");
        assertThatThrownBy(ConfigLoader::load).hasMessage("exposure.enabled must be true or false, got perhaps");
        file("exposure: {max-waiting-bytes: 1}");
        assertThatThrownBy(ConfigLoader::load)
                .hasMessage("exposure.max-waiting-bytes must be 65536..1073741824, got 1");
        file("exposure: {close-timeout-ms: 60001}");
        assertThatThrownBy(ConfigLoader::load).hasMessage("exposure.close-timeout-ms must be 0..60000, got 60001");
        file("exposure: {search-records: 0}");
        assertThatThrownBy(ConfigLoader::load).hasMessage("exposure.search-records must be 1..100000000, got 0");
        file("exposure: {search-timeout-ms: 600001}");
        assertThatThrownBy(ConfigLoader::load).hasMessage("exposure.search-timeout-ms must be 1..600000, got 600001");
        file("clock: sun");
        assertThatThrownBy(ConfigLoader::load).hasMessage("clock must be live or replay, got sun");
        file("server: {prot: 1}");
        assertThatThrownBy(ConfigLoader::load).hasMessageContaining("unknown setting server.prot");
        System.setProperty("millrace.config", folder.resolve("none.yaml").toString());
        assertThatThrownBy(ConfigLoader::load).hasMessageContaining("names no readable file");
    }
}
