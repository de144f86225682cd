package dev.millrace.stack.cdc;

import dev.millrace.cdc.Connector;
import dev.millrace.cdc.capture.EngineEnd;
import dev.millrace.cdc.config.CaptureConfig;
import dev.millrace.cdc.config.CdcConfig;
import dev.millrace.cdc.config.DatabaseConfig;
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
record RunningConnector(Connector connector, DatabaseHealth health, CdcMetrics metrics) implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    static RunningConnector start(String brokers, DatabaseConfig database, int batchSize, SinkOptions options) {
        return start(brokers, database, batchSize, 1, options);
    }

    /// With a first snapshot on several connections.
    static RunningConnector start(String brokers, DatabaseConfig database, int snapshotThreads) {
        return start(brokers, database, 2_048, snapshotThreads, SinkOptions.NORMAL);
    }

    private static RunningConnector start(
            String brokers, DatabaseConfig database, int batchSize, int snapshotThreads, SinkOptions options) {
        CdcConfig config = new CdcConfig(
                new ServerConfig("127.0.0.1", 0),
                Map.of("bootstrap.servers", brokers),
                (short) 1,
                new CaptureConfig(
                        Duration.ofMillis(10),
                        batchSize,
                        8_192,
                        "minimal",
                        snapshotThreads,
                        Duration.ofSeconds(30),
                        Map.of()),
                List.of(database));
        CdcTopics.ensure(config);
        CdcMetrics metrics = new CdcMetrics();
        DatabaseHealth health = new DatabaseHealth(database.role(), metrics, Clock.systemUTC());
        return new RunningConnector(Connector.start(config, database, health, options), health, metrics);
    }

    static RunningConnector start(String brokers, DatabaseConfig database) {
        return start(brokers, database, 2_048, SinkOptions.NORMAL);
    }

    /// Returns when the snapshot is done and the binlog is followed.
    RunningConnector awaitReady() {
        Awaitility.await().atMost(PATIENCE).until(() -> health.missing().isEmpty());
        return this;
    }

    /// The number that `/metrics` shows for that meter and labels, such as `cdc_lag_ms{database="business"}`.
    double metric(String meter) {
        return metrics.scrape()
                .lines()
                .filter(line -> line.startsWith(meter + " "))
                .map(line -> line.substring(meter.length() + 1))
                .mapToDouble(Double::parseDouble)
                .findFirst()
                .orElseThrow(() -> new AssertionError("no meter " + meter + " in\n" + metrics.scrape()));
    }

    CompletableFuture<EngineEnd> end() {
        return connector.end();
    }

    @Override
    public void close() {
        connector.close();
    }
}
