package dev.millrace.cdc.capture;

import dev.millrace.cdc.config.CaptureConfig;
import dev.millrace.cdc.config.CdcConfig;
import dev.millrace.cdc.config.DatabaseConfig;
import dev.millrace.cdc.config.OnLostBinlog;
import dev.millrace.cdc.config.PassedOn;
import dev.millrace.cdc.publish.LedgerOffsetStore;
import dev.millrace.contract.capture.ConverterSettings;
import dev.millrace.contract.capture.SourceTable;
import dev.millrace.contract.topic.Topics;
import java.util.List;
import java.util.Properties;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The Debezium properties of one engine: defaults, then what the site passes on in `debezium.*`, then what the
/// contract and delivery depend on.
final class EngineSettings {
    private static final Pattern SPECIAL = Pattern.compile("[$.-]");

    private static final int MOST_QUEUED_BYTES = 64 << 20;

    private EngineSettings() {}

    static Properties of(CdcConfig config, DatabaseConfig database, ServerFacts server) {
        Properties settings = new Properties();
        putDefaults(settings, config.capture());
        EngineFlavour flavour = EngineFlavour.of(database.flavour());
        settings.setProperty("driver.sslMode", flavour.sslMode());
        settings.putAll(config.capture().debezium());
        database.driver().forEach((key, value) -> settings.setProperty("driver." + key, value));
        putSource(settings, config.capture(), database);
        flavour.needed().forEach(settings::setProperty);
        putHistory(settings, config, database);
        putMasks(settings);
        putSignals(settings, database, server);
        settings.putAll(ConverterSettings.connector());
        settings.setProperty("skipped.operations", "t");
        // The text of a statement shows whether a delete is a purge; it never leaves (Redaction).
        settings.setProperty("include.query", "true");
        // A value that cannot be read stops the engine with its place in the log; the default goes on without it.
        settings.setProperty("event.converting.failure.handling.mode", "fail");
        // Tells the contract watch the type of each column; JSON without schema does not show it.
        settings.setProperty("column.propagate.source.type", ".*");
        settings.setProperty("converters", "wallclock");
        settings.setProperty("wallclock.type", WallClockConverter.class.getName());
        settings.setProperty("wallclock.zone", server.zone().getId());
        return settings;
    }

    private static void putDefaults(Properties settings, CaptureConfig capture) {
        settings.setProperty("snapshot.mode", capture.onLostBinlog() == OnLostBinlog.STOP ? "initial" : "when_needed");
        // Its queue overflows with a WARN per event while a backlog is read.
        settings.setProperty("statistics.metrics.enabled", "false");
        settings.setProperty(
                "poll.interval.ms", String.valueOf(capture.pollInterval().toMillis()));
        settings.setProperty("max.batch.size", String.valueOf(capture.maxBatchSize()));
        settings.setProperty("max.queue.size", String.valueOf(capture.maxQueueSize()));
        // Rows differ in size; the number of rows alone does not bound the heap.
        settings.setProperty("max.queue.size.in.bytes", String.valueOf(MOST_QUEUED_BYTES));
        // A lost database is waited for without end: /ready says so meanwhile, and a restart could do no better.
        settings.setProperty("errors.max.retries", "-1");
        settings.setProperty("retriable.restart.connector.wait.ms", "2000");
        settings.setProperty("connect.keep.alive.interval.ms", "5000");
        settings.setProperty("driver.allowPublicKeyRetrieval", "true");
    }

    private static void putSource(Properties settings, CaptureConfig capture, DatabaseConfig database) {
        settings.setProperty("name", database.engineName());
        settings.setProperty(
                "connector.class", EngineFlavour.of(database.flavour()).connector());
        settings.setProperty("tasks.max", "1");
        settings.setProperty("topic.prefix", database.source().name());
        settings.setProperty("database.hostname", database.host());
        settings.setProperty("database.port", String.valueOf(database.port()));
        settings.setProperty("database.user", database.user());
        settings.setProperty("database.password", database.password().value());
        settings.setProperty("database.server.id", String.valueOf(database.serverId()));
        TlsSettings.put(settings, database.driver());
        settings.setProperty("database.include.list", literal(database.name()));
        settings.setProperty("table.include.list", tables(database));
        settings.setProperty("column.include.list", columns(database));
        settings.setProperty("snapshot.locking.mode", capture.snapshotLockingMode());
        settings.setProperty("snapshot.max.threads", String.valueOf(capture.snapshotThreads()));
        settings.setProperty("offset.storage", LedgerOffsetStore.class.getName());
        settings.setProperty("offset.flush.timeout.ms", "10000");
    }

    private static void putHistory(Properties settings, CdcConfig config, DatabaseConfig database) {
        String history = "schema.history.internal";
        settings.setProperty(history, "io.debezium.storage.kafka.history.KafkaSchemaHistory");
        settings.setProperty(
                history + ".kafka.topic",
                Topics.schemaHistory(database.source().name()).name());
        settings.setProperty(
                history + ".kafka.bootstrap.servers", config.kafka().getOrDefault("bootstrap.servers", ""));
        settings.setProperty(history + ".kafka.recovery.poll.interval.ms", "500");
        settings.setProperty(history + ".kafka.recovery.attempts", "120");
        settings.setProperty(history + ".store.only.captured.databases.ddl", "true");
        // A table that is captured later has its columns in the history already.
        settings.setProperty(history + ".store.only.captured.tables.ddl", "false");
        config.kafka().forEach((key, value) -> {
            settings.setProperty(history + ".producer." + key, value);
            settings.setProperty(history + ".consumer." + key, value);
        });
    }

    /// What Debezium does not print of its settings; each part of them that is printed has its own mask.
    private static void putMasks(Properties settings) {
        String history = "schema.history.internal.";
        for (String part : List.of("", history + "producer.", history + "consumer.")) {
            settings.setProperty(part + "custom.sanitize.pattern", PassedOn.SECRETS);
        }
    }

    /// How a table is read again while the binlog is followed ([TableSnapshot]).
    private static void putSignals(Properties settings, DatabaseConfig database, ServerFacts server) {
        settings.setProperty("read.only", String.valueOf(server.gtids()));
        settings.setProperty("signal.enabled.channels", "source");
        settings.setProperty("signal.data.collection", database.name() + "." + SignalTable.NAME);
        settings.setProperty("notification.enabled.channels", SnapshotNotices.NAME);
    }

    private static String tables(DatabaseConfig database) {
        Stream<String> captured = database.source().tables().stream().map(table -> table(database, table));
        return Stream.concat(captured, Stream.of(signals(database))).collect(Collectors.joining(","));
    }

    private static String columns(DatabaseConfig database) {
        Stream<String> captured = database.source().tables().stream()
                .flatMap(table -> database.columns(table).stream()
                        .map(column -> table(database, table) + "\\." + literal(column)));
        Stream<String> asked = SignalTable.COLUMNS.stream().map(column -> signals(database) + "\\." + column);
        return Stream.concat(captured, asked).collect(Collectors.joining(","));
    }

    private static String signals(DatabaseConfig database) {
        return literal(database.name()) + "\\." + SignalTable.NAME;
    }

    static String table(DatabaseConfig database, SourceTable table) {
        return literal(database.name()) + "\\." + literal(table.tableName(database.tablePrefix()));
    }

    /// A name as a regular expression of itself.
    static String literal(String name) {
        return SPECIAL.matcher(name).replaceAll("\\\\$0");
    }
}
