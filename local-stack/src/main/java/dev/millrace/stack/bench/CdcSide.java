package dev.millrace.stack.bench;

import dev.millrace.contract.capture.ConverterSettings;
import dev.millrace.contract.capture.SourceDatabase;
import dev.millrace.contract.capture.SourceTable;
import dev.millrace.stack.embedded.Account;
import dev.millrace.stack.embedded.FreePorts;
import dev.millrace.stack.embedded.PrivateFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// The two that are compared: our connector, and the same Debezium connector in Kafka Connect standalone.
///
/// Same server, tables, columns, converter settings, poll interval, batch and queue sizes, compression, JVM and heap.
/// Ours is exactly-once (transactions, source offset inside), routes and redacts; Connect standalone is at-least-once
/// and does neither, so it has the lighter work.
enum CdcSide {
    OURS {
        @Override
        BenchProcess start(Path folder, String brokers, int mysqlPort, Account account) throws IOException {
            Path settings = folder.resolve("cdc-connector.yaml");
            PrivateFiles.write(settings, """
                    server: { port: %d }
                    kafka: { bootstrap.servers: "%s" }
                    capture: { poll-interval: %dms, max-batch-size: %d, max-queue-size: %d }
                    databases:
                      business: { port: %d, user: "%s", password: "%s", server-id: %d }
                      matomo: { enabled: false }
                    """.formatted(
                            FreePorts.one(),
                            brokers,
                            POLL_MS,
                            BATCH,
                            QUEUE,
                            mysqlPort,
                            account.user(),
                            account.password(),
                            SERVER_ID));
            return BenchProcess.start(
                    label(),
                    folder,
                    List.of(
                            HEAP,
                            "-Dmillrace.config=" + settings,
                            "-Dlogback.configurationFile=cdc-connector-logback.xml"),
                    "dev.millrace.cdc.Main",
                    List.of());
        }
    },
    CONNECT {
        @Override
        BenchProcess start(Path folder, String brokers, int mysqlPort, Account account) throws IOException {
            Path worker = folder.resolve("worker.properties");
            Path connector = folder.resolve("connector.properties");
            PrivateFiles.write(worker, lines(worker(folder, brokers)));
            PrivateFiles.write(connector, lines(connector(brokers, mysqlPort, account)));
            return BenchProcess.start(
                    label(),
                    folder,
                    List.of(HEAP, "-Dlogback.configurationFile=logback-part.xml"),
                    "org.apache.kafka.connect.cli.ConnectStandalone",
                    List.of(worker.toString(), connector.toString()));
        }
    };

    private static final String HEAP = "-Xmx512m";
    private static final int POLL_MS = 10;
    private static final int BATCH = 2_048;
    private static final int QUEUE = 4_096;
    private static final int SERVER_ID = 18_401;

    /// Starts it with empty state, or with the state that an earlier start left in `folder` and on the broker.
    abstract BenchProcess start(Path folder, String brokers, int mysqlPort, Account account) throws IOException;

    String label() {
        return this == OURS ? "millrace" : "connect";
    }

    private static Map<String, String> worker(Path folder, String brokers) {
        Map<String, String> all = new TreeMap<>();
        all.put("bootstrap.servers", brokers);
        all.put("listeners", "http://127.0.0.1:" + FreePorts.one());
        all.put(
                "offset.storage.file.filename",
                folder.resolve("connect.offsets").toString());
        all.put("offset.flush.interval.ms", "1000");
        all.put("key.converter", "org.apache.kafka.connect.json.JsonConverter");
        all.put("value.converter", "org.apache.kafka.connect.json.JsonConverter");
        ConverterSettings.json().forEach((key, value) -> {
            all.put("key.converter." + key, value);
            all.put("value.converter." + key, value);
        });
        all.put("producer.compression.type", "lz4");
        all.put("producer.batch.size", "131072");
        all.put("producer.linger.ms", "0");
        return all;
    }

    private static Map<String, String> connector(String brokers, int mysqlPort, Account account) {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("name", "bench");
        all.put("connector.class", "io.debezium.connector.mysql.MySqlConnector");
        all.put("tasks.max", "1");
        all.put("topic.prefix", SourceDatabase.BUSINESS.prefix());
        all.put("database.hostname", "127.0.0.1");
        all.put("database.port", String.valueOf(mysqlPort));
        all.put("database.user", account.user());
        all.put("database.password", account.password());
        all.put("database.server.id", String.valueOf(SERVER_ID));
        all.put("driver.allowPublicKeyRetrieval", "true");
        all.put("database.include.list", CdcOrders.DATABASE);
        all.put("table.include.list", tables());
        all.put("column.include.list", columns());
        all.put("snapshot.mode", "when_needed");
        all.put("skipped.operations", "t");
        all.put("include.query", "true");
        all.put("statistics.metrics.enabled", "false");
        all.put("poll.interval.ms", String.valueOf(POLL_MS));
        all.put("max.batch.size", String.valueOf(BATCH));
        all.put("max.queue.size", String.valueOf(QUEUE));
        all.put("converters", "wallclock");
        all.put("wallclock.type", "dev.millrace.cdc.capture.WallClockConverter");
        all.put("wallclock.zone", "UTC");
        all.put("schema.history.internal.kafka.bootstrap.servers", brokers);
        all.put("schema.history.internal.kafka.topic", "connect-schema-history");
        all.put("schema.history.internal.store.only.captured.databases.ddl", "true");
        all.putAll(ConverterSettings.connector());
        return all;
    }

    private static String tables() {
        return SourceTable.of(SourceDatabase.BUSINESS).stream()
                .map(table -> CdcOrders.DATABASE + "\\." + table.tableName(""))
                .collect(Collectors.joining(","));
    }

    private static String columns() {
        return SourceTable.of(SourceDatabase.BUSINESS).stream()
                .flatMap(table -> table.columns().stream()
                        .map(column -> CdcOrders.DATABASE + "\\." + table.tableName("") + "\\." + column))
                .collect(Collectors.joining(","));
    }

    /// A properties file: a backslash in it is written twice.
    private static String lines(Map<String, String> settings) {
        return settings.entrySet().stream()
                .map(setting -> setting.getKey() + "=" + setting.getValue().replace("\\", "\\\\"))
                .collect(Collectors.joining("\n", "", "\n"));
    }
}
