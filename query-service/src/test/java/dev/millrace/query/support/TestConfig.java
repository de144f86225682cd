package dev.millrace.query.support;

import dev.millrace.query.config.AccessConfig;
import dev.millrace.query.config.AdminConfig;
import dev.millrace.query.config.CacheConfig;
import dev.millrace.query.config.ExposureConfig;
import dev.millrace.query.config.IqConfig;
import dev.millrace.query.config.ListConfig;
import dev.millrace.query.config.QueryConfig;
import dev.millrace.query.config.RankingConfig;
import dev.millrace.query.config.RecallConfig;
import dev.millrace.query.config.ReplicaConfig;
import dev.millrace.query.config.ServerConfig;
import dev.millrace.query.config.ServerLimits;
import dev.millrace.query.config.SessionsConfig;
import dev.millrace.query.config.VectorIndexConfig;
import dev.millrace.query.config.VectorSnapshotConfig;
import dev.millrace.query.config.VectorsConfig;
import dev.millrace.query.config.WindowClock;
import dev.millrace.query.merge.Channel;
import dev.millrace.query.merge.ChannelWeights;
import dev.millrace.query.recall.PairWeights;
import dev.millrace.query.rerank.DiversitySettings;
import dev.millrace.query.rerank.ExplorationSettings;
import dev.millrace.query.rerank.Lambda;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// Settings for tests.
public final class TestConfig {

    /// Shown by whoever may see profiles.
    public static final String ADMIN_TOKEN = "a token of the tests";

    private TestConfig() {}

    /// Settings with short waits.
    static QueryConfig of(
            List<String> seeds,
            WindowClock clock,
            int maxConcurrentRequests,
            String seen,
            VectorSnapshotConfig snapshots,
            boolean cached,
            AccessConfig access) {
        return new QueryConfig(
                new ServerConfig("127.0.0.1", 0, maxConcurrentRequests, Duration.ofMillis(200), ServerLimits.DEFAULT),
                Map.of("bootstrap.servers", "127.0.0.1:1"),
                iq(seeds),
                new ReplicaConfig(10_000),
                new RankingConfig(new PairWeights(0.3, 300, 0.5, 0.5), 0.8, 20, 100),
                recall(true),
                new ListConfig(
                        ChannelWeights.DEFAULT,
                        Map.of("fused", 1.0),
                        new Lambda(Map.of(), Map.of(), 1, 0, 0), // by score alone
                        DiversitySettings.DEFAULT,
                        ExplorationSettings.DEFAULT),
                new SessionsConfig(10_000, 100, 50, 5, seen),
                new ExposureConfig(false, 1 << 20, Duration.ZERO, 1_000, Duration.ofSeconds(5)),
                vectors(snapshots),
                new AdminConfig(ADMIN_TOKEN),
                access,
                new CacheConfig(
                        cached,
                        1 << 20,
                        Duration.ofHours(1),
                        Duration.ofHours(1),
                        0,
                        Duration.ofSeconds(1),
                        Duration.ofHours(1),
                        Duration.ofSeconds(5)),
                clock);
    }

    private static RecallConfig recall(boolean parallel) {
        Map<Channel, Duration> deadlines = new EnumMap<>(Channel.class);
        for (Channel channel : Channel.values()) {
            deadlines.put(channel, Duration.ofSeconds(5));
        }
        return new RecallConfig(
                parallel,
                deadlines,
                0.5,
                100,
                300,
                1_000,
                Duration.ofMinutes(30),
                Duration.ofDays(180),
                Duration.ZERO,
                100);
    }

    /// Settings for snapshots, written at the end alone.
    public static VectorSnapshotConfig snapshots(String folder, List<String> peers, String token) {
        return new VectorSnapshotConfig(folder, Duration.ofHours(1), peers, Duration.ofSeconds(2), token);
    }

    /// Settings for few vectors.
    private static VectorsConfig vectors(VectorSnapshotConfig snapshots) {
        return new VectorsConfig(
                10_000,
                3,
                50,
                0.4,
                1_000,
                Duration.ofHours(1),
                20,
                new VectorIndexConfig("flat", "int8", 200, 8, 60, 60, 0.3, 0.8),
                snapshots);
    }

    /// Id of the streams-app.
    static final String APPLICATION = "test-streams";

    public static IqConfig iq(List<String> seeds) {
        return new IqConfig(
                seeds,
                APPLICATION,
                "",
                Duration.ofMillis(300),
                Duration.ofMillis(100),
                Duration.ofMillis(800),
                Duration.ofMillis(50),
                Duration.ofMillis(200));
    }
}
