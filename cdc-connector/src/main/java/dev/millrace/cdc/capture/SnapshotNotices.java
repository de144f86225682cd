package dev.millrace.cdc.capture;

import io.debezium.config.CommonConnectorConfig;
import io.debezium.pipeline.notification.Notification;
import io.debezium.pipeline.notification.channels.NotificationChannel;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;

/// Hears from Debezium how the reading of a table ended. Debezium goes on with the binlog whatever happened to it.
///
/// Debezium creates it by its service file and it finds its listener by the engine's name.
public final class SnapshotNotices implements NotificationChannel {
    static final String NAME = "millrace";

    private static final Map<String, BiConsumer<String, String>> BY_ENGINE = new ConcurrentHashMap<>();
    private static final Map<String, String> WORDS = Map.of(
            "NO_PRIMARY_KEY", "it has no primary key",
            "SQL_EXCEPTION", "a query failed, see the log",
            "SKIPPED", "it was skipped, see the log",
            "UNKNOWN_SCHEMA", "its columns could not be read, see the log");

    private BiConsumer<String, String> scanned = (_, _) -> {};

    /// @param scanned told each table whose reading has ended, and why it was not read to its end; empty when it was
    static void register(String engine, BiConsumer<String, String> scanned) {
        BY_ENGINE.put(engine, scanned);
    }

    @Override
    public void init(CommonConnectorConfig config) {
        scanned = BY_ENGINE.getOrDefault(config.getConfig().getString("name"), scanned);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void send(Notification notice) {
        Map<String, String> data = notice.getAdditionalData();
        if ("TABLE_SCAN_COMPLETED".equals(notice.getType()) && data != null) {
            scanned.accept(
                    data.getOrDefault("scanned_collection", ""),
                    WORDS.getOrDefault(data.getOrDefault("status", ""), ""));
        }
    }

    @Override
    public void close() {
        // nothing is held
    }
}
