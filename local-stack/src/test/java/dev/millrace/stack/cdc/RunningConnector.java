package dev.millrace.stack.cdc;

import dev.millrace.cdc.Connector;
import dev.millrace.cdc.capture.EngineEnd;
import dev.millrace.cdc.config.CaptureConfig;
import dev.millrace.cdc.config.CdcConfig;
import dev.millrace.cdc.config.DatabaseConfig;
import dev.millrace.cdc.config.OnLostBinlog;
import dev.millrace.cdc.config.ServerConfig;
import dev.millrace.cdc.health.CdcMetrics;
import dev.millrace.cdc.health.DatabaseHealth;
import dev.millrace.cdc.publish.CdcTopics;
import dev.millrace.cdc.publish.SinkOptions;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;

/// A connector of one database in this process.
record RunningConnector(Connector connector, DatabaseHealth health, CdcMetrics meters) implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    static RunningConnector start(String brokers, DatabaseConfig database, int batchSize, SinkOptions options) {
        return start(brokers, database, capture(batchSize, 1, Map.of()), options);
    }

    /// @param debezium settings that a site passes on
    static RunningConnector start(String brokers, DatabaseConfig database, Map<String, String> debezium) {
        return start(brokers, database, capture(2_048, 1, debezium), SinkOptions.NORMAL);
    }

    /// With a first snapshot on several connections.
    static RunningConnector start(String brokers, DatabaseConfig database, int snapshotThreads) {
        return start(brokers, database, capture(2_048, snapshotThreads, Map.of()), SinkOptions.NORMAL);
    }

    private static CaptureConfig capture(int batchSize, int snapshotThreads, Map<String, String> debezium) {
        return new CaptureConfig(
                Duration.ofMillis(10),
                batchSize,
                8_192,
                "minimal",
                snapshotThreads,
                Duration.ofSeconds(30),
                OnLostBinlog.SNAPSHOT,
                debezium);
    }

    static RunningConnector start(String brokers, DatabaseConfig database, CaptureConfig capture, SinkOptions options) {
        CdcConfig config = new CdcConfig(
                new ServerConfig("127.0.0.1", 0),
                Map.of("bootstrap.servers", brokers),
                (short) 1,
                capture,
                List.of(database));
        CdcTopics.ensure(config);
        CdcMetrics meters = new CdcMetrics();
        DatabaseHealth health = new DatabaseHealth(database.source().name(), meters, Clock.systemUTC());
        return new RunningConnector(Connector.start(config, database, health, options), health, meters);
    }

    static RunningConnector start(String brokers, DatabaseConfig database) {
        return start(brokers, database, 2_048, SinkOptions.NORMAL);
    }

    /// Returns when the snapshot is done and the binlog is followed.
    RunningConnector awaitReady() {
        Awaitility.await().atMost(PATIENCE).until(() -> health.missing().isEmpty());
        return this;
    }

    /// What `/metrics` would say.
    String metrics() {
        return meters.scrape();
    }

    /// The number there for that meter and labels, such as `cdc_lag_ms{database="business"}`.
    double metric(String meter) {
        return metrics()
                .lines()
                .filter(line -> line.startsWith(meter + " "))
                .map(line -> line.substring(meter.length() + 1))
                .mapToDouble(Double::parseDouble)
                .findFirst()
                .orElseThrow(() -> new AssertionError("no meter " + meter + " in\n" + metrics()));
    }

    CompletableFuture<EngineEnd> end() {
        return connector.end();
    }

    @Override
    public void close() {
        connector.close();
    }
}
