package dev.millrace.cdc.capture;

import dev.millrace.cdc.config.CaptureConfig;
import dev.millrace.cdc.config.CdcConfig;
import dev.millrace.cdc.config.DatabaseConfig;
import dev.millrace.cdc.config.ServerConfig;
import dev.millrace.contract.capture.ConverterSettings;
import io.debezium.embedded.Connect;
import io.debezium.engine.DebeziumEngine;
import io.debezium.engine.RecordChangeEvent;
import io.debezium.engine.format.ChangeEventFormat;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.kafka.connect.json.JsonConverter;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/// The connector's engine and converters with the include-lists switched off: every table and column of the databases
/// whose name matches, as the bytes that a raw topic would get. Offsets and table history stay in memory.
public final class EveryColumn implements AutoCloseable {
    private final ConcurrentLinkedQueue<Raw> records = new ConcurrentLinkedQueue<>();
    private final JsonConverter keys = new JsonConverter();
    private final JsonConverter values = new JsonConverter();
    private final DebeziumEngine<RecordChangeEvent<SourceRecord>> engine;
    private volatile @Nullable String failure;

    /// A record of a raw topic.
    ///
    /// @param topic `<prefix>.<database>.<table>`
    public record Raw(
            String topic, @Nullable String key, @Nullable String value) {}

    /// Starts at once.
    ///
    /// @param databases regular expression of database names
    public EveryColumn(DatabaseConfig database, ZoneId zone, String databases) {
        Map<String, String> json = new HashMap<>(ConverterSettings.json());
        keys.configure(json, true);
        values.configure(json, false);
        this.engine = DebeziumEngine.create(ChangeEventFormat.of(Connect.class))
                .using(settings(database, zone, databases))
                .using((success, message, error) -> failure = success ? null : message + ": " + error)
                .notifying((batch, committer) -> {
                    for (RecordChangeEvent<SourceRecord> event : batch) {
                        add(event.record());
                        committer.markProcessed(event);
                    }
                    committer.markBatchFinished();
                })
                .build();
        Thread.ofPlatform().daemon().name("every-column").start(engine);
    }

    private static Properties settings(DatabaseConfig database, ZoneId zone, String databases) {
        CdcConfig config = new CdcConfig(
                new ServerConfig("127.0.0.1", 0),
                Map.of("bootstrap.servers", "none:1"),
                (short) 1,
                new CaptureConfig(Duration.ofMillis(10), 2_048, 8_192, "minimal", Duration.ofSeconds(30), Map.of()),
                List.of(database));
        Properties settings = EngineSettings.of(config, database, new ServerFacts(zone, true));
        settings.remove("table.include.list");
        settings.remove("column.include.list");
        settings.setProperty("database.include.list", databases);
        settings.setProperty("offset.storage", "org.apache.kafka.connect.storage.MemoryOffsetBackingStore");
        settings.setProperty("schema.history.internal", "io.debezium.relational.history.MemorySchemaHistory");
        DdlReading.FIRST.applyTo(settings);
        return settings;
    }

    private void add(SourceRecord record) {
        records.add(new Raw(
                record.topic(),
                text(keys.fromConnectData(record.topic(), record.keySchema(), record.key())),
                text(values.fromConnectData(record.topic(), record.valueSchema(), record.value()))));
    }

    private static @Nullable String text(byte @Nullable [] bytes) {
        return bytes == null ? null : new String(bytes, StandardCharsets.UTF_8);
    }

    /// Everything so far, in order.
    ///
    /// @throws IllegalStateException when the engine has stopped
    public List<Raw> records() {
        if (failure != null) {
            throw new IllegalStateException("the engine stopped: " + failure);
        }
        return List.copyOf(records);
    }

    @Override
    public void close() throws IOException {
        engine.close();
    }
}
