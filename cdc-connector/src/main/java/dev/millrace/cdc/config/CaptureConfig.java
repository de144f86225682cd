package dev.millrace.cdc.config;

import static dev.millrace.cdc.config.ConfigException.require;

import java.time.Duration;
import java.util.Map;
import java.util.Set;

/// How the Debezium engines read.
///
/// @param pollInterval how often an idle engine looks at its queue; most of the connector's own latency
/// @param maxBatchSize records per transaction at most
/// @param maxQueueSize records that wait between binlog reader and sink at most; more than a batch
/// @param snapshotLockingMode `minimal`, `extended` or `none`; `none` is for accounts without the right to lock tables
/// @param snapshotThreads connections that read tables in a first snapshot
/// @param startTimeout how long Kafka and MySQL may take to answer at start
/// @param onLostBinlog what happens when the binlog was purged beyond the stored position
/// @param debezium further Debezium settings, passed on as they are
public record CaptureConfig(
        Duration pollInterval,
        int maxBatchSize,
        int maxQueueSize,
        String snapshotLockingMode,
        int snapshotThreads,
        Duration startTimeout,
        OnLostBinlog onLostBinlog,
        Map<String, String> debezium) {
    private static final Set<String> LOCKING_MODES = Set.of("minimal", "extended", "none");

    public CaptureConfig {
        require(
                pollInterval.toMillis() >= 1 && pollInterval.toSeconds() <= 10,
                "capture.poll-interval must be 1ms..10s, got %s",
                pollInterval);
        require(
                maxBatchSize >= 1 && maxBatchSize <= 50_000,
                "capture.max-batch-size must be 1..50000, got %d",
                maxBatchSize);
        require(
                maxQueueSize > maxBatchSize,
                "capture.max-queue-size must be greater than capture.max-batch-size (%d), got %d",
                maxBatchSize,
                maxQueueSize);
        require(
                LOCKING_MODES.contains(snapshotLockingMode),
                "capture.snapshot-locking-mode must be minimal, extended or none, got %s",
                snapshotLockingMode);
        require(
                snapshotThreads >= 1 && snapshotThreads <= 64,
                "capture.snapshot-threads must be 1..64, got %d",
                snapshotThreads);
        require(startTimeout.toMillis() >= 1_000, "capture.start-timeout must be at least 1s, got %s", startTimeout);
        debezium = Map.copyOf(debezium);
    }

    /// The same with one snapshot thread, and a new snapshot after a lost binlog.
    public CaptureConfig(
            Duration pollInterval,
            int maxBatchSize,
            int maxQueueSize,
            String snapshotLockingMode,
            Duration startTimeout,
            Map<String, String> debezium) {
        this(
                pollInterval,
                maxBatchSize,
                maxQueueSize,
                snapshotLockingMode,
                1,
                startTimeout,
                OnLostBinlog.SNAPSHOT,
                debezium);
    }

    @Override
    public String toString() {
        return "[poll-interval=%s max-batch-size=%d max-queue-size=%d snapshot-locking-mode=%s snapshot-threads=%d"
                .concat(" start-timeout=%s on-lost-binlog=%s debezium=%s]")
                .formatted(
                        pollInterval,
                        maxBatchSize,
                        maxQueueSize,
                        snapshotLockingMode,
                        snapshotThreads,
                        startTimeout,
                        onLostBinlog,
                        PassedOn.text(debezium));
    }
}
