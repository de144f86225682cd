package dev.millrace.stack.cdc;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.cdc.capture.EveryColumn;
import dev.millrace.contract.capture.SourceDatabase;
import dev.millrace.contract.capture.SourceTable;
import dev.millrace.stack.embedded.InProcessBroker;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Real rows of Matomo's own test database arrive row for row equal: all columns with the include-lists off (a
/// checksum of each table), and the captured columns through the connector and Kafka, but for what privacy
/// takes away.
final class MatomoFixtureIT {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Duration BEATS = Duration.ofMillis(500);
    private static final int TABLES = 8;
    private static final int ROWS = 6_898;

    @Test
    void everyRowOfARealMatomoArrivesEqual(@TempDir Path folder) throws Exception {
        Path fixture = SharedData.folder("matomo");
        try (SourceServer source = SourceServer.start(folder.resolve("mysql"), "+00:00");
                Connection root = source.mysql().connect("", source.mysql().admin())) {
            String dump = unpacked(fixture.resolve("matomo-omnifixture-log-tables.sql.gz"));
            load(root, "omni", dump);
            Map<String, Map<String, String>> types = types(root, "omni");
            assertThat(types).hasSize(TABLES);
            Map<String, String> expected = checksums(root, types);
            try (var capture = new EveryColumn(source.config(SourceDatabase.BUSINESS, BEATS), ZoneOffset.UTC, "omni")) {
                Awaitility.await()
                        .atMost(PATIENCE)
                        .until(() -> new CapturedRows(capture.records(), types).count() >= ROWS);
                CapturedRows captured = new CapturedRows(capture.records(), types);
                Map<String, String> found = new TreeMap<>();
                types.keySet().forEach(table -> found.put(table, checksum(captured.of(table))));
                assertThat(found).isEqualTo(expected);
            }
            replaceLogTables(root, dump);
            capturedColumnsAreEqual(source, folder, root);
        }
    }

    private static void capturedColumnsAreEqual(SourceServer source, Path folder, Connection root) throws Exception {
        try (InProcessBroker broker = InProcessBroker.start(folder.resolve("kafka"));
                var _ = RunningConnector.start(broker.bootstrapServers(), source.config(SourceDatabase.MATOMO, BEATS))
                        .awaitReady()) {
            TopicReader reader = new TopicReader(broker.bootstrapServers());
            for (SourceTable table : List.of(
                    SourceTable.LOG_ACTION,
                    SourceTable.LOG_VISIT,
                    SourceTable.LOG_LINK_VISIT_ACTION,
                    SourceTable.LOG_CONVERSION_ITEM)) {
                String name = table.tableName("matomo_");
                Map<String, String> types = new LinkedHashMap<>(ExpectedRow.types(root, "matomo", name));
                types.keySet().retainAll(table.columns());
                hidden(table).forEach(types::remove);
                List<String> expected = ExpectedRow.all(root, "matomo", name).stream()
                        .map(row -> ExpectedRow.canonical(RowImages.json(row), types))
                        .sorted()
                        .toList();
                List<ConsumerRecord<String, String>> records =
                        reader.await("matomo.matomo." + name, all -> all.size() >= expected.size());
                assertThat(records.stream()
                                .map(change -> RowImages.json(change.value()).get("after"))
                                .map(row -> ExpectedRow.canonical(row, types))
                                .sorted())
                        .as(name)
                        .isEqualTo(expected);
                assertThat(records).as("no personal text").allSatisfy(change -> assertHidden(table, change));
            }
        }
    }

    /// Columns that redaction rewrites.
    private static List<String> hidden(SourceTable table) {
        return table.columns().stream()
                .filter(column -> column.equals("user_id")
                        || column.startsWith("custom_dimension_")
                        || (table == SourceTable.LOG_ACTION && column.equals("name")))
                .toList();
    }

    private static void assertHidden(SourceTable table, ConsumerRecord<String, String> change) {
        JsonNode row = RowImages.json(change.value()).get("after");
        for (String column : hidden(table)) {
            String text = row.path(column).asText("");
            assertThat(text)
                    .as(column)
                    .matches("|null|\\d{1,18}|h:[0-9a-f]{16}|req_.*|dataset_\\d+|(dataDetail|dataAPIDetail|payment)/.*"
                            + "|recommendation|click|purchase");
        }
    }

    private static void load(Connection root, String database, String dump) throws SQLException {
        try (Statement statement = root.createStatement()) {
            statement.execute("CREATE DATABASE IF NOT EXISTS " + database);
            statement.execute("USE " + database);
        }
        assertThat(SqlScript.of(dump).run(root)).as("refused statements").isEmpty();
    }

    /// Our own tables give way to those of the dump; nothing runs on them yet.
    private static void replaceLogTables(Connection root, String dump) throws SQLException {
        try (Statement statement = root.createStatement()) {
            statement.execute("DROP TABLE matomo.matomo_log_visit, matomo.matomo_log_action,"
                    + " matomo.matomo_log_link_visit_action, matomo.matomo_log_conversion,"
                    + " matomo.matomo_log_conversion_item");
        }
        load(root, "matomo", dump);
    }

    private static Map<String, Map<String, String>> types(Connection root, String database) throws SQLException {
        Map<String, Map<String, String>> types = new TreeMap<>();
        try (Statement statement = root.createStatement();
                var tables = statement.executeQuery("SHOW TABLES FROM " + database)) {
            while (tables.next()) {
                String name = tables.getString(1);
                types.put(database + "." + name, ExpectedRow.types(root, database, name));
            }
        }
        return types;
    }

    private static Map<String, String> checksums(Connection root, Map<String, Map<String, String>> types)
            throws SQLException {
        Map<String, String> sums = new TreeMap<>();
        for (String table : types.keySet()) {
            String[] parts = table.split("\\.", 2);
            sums.put(table, checksum(ExpectedRow.all(root, parts[0], parts[1])));
        }
        return sums;
    }

    /// Number of rows and a digest over all of them, sorted.
    private static String checksum(List<String> rows) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            rows.forEach(row -> digest.update((row + "\n").getBytes(StandardCharsets.UTF_8)));
            return rows.size() + " rows " + HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this JDK has no SHA-256", e);
        }
    }

    private static String unpacked(Path file) throws Exception {
        try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
