package dev.millrace.stack.cdc;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.cdc.capture.EveryColumn;
import dev.millrace.contract.capture.SourceDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Every table of Debezium's own MySQL fixtures arrives as `docs/types.md` says: read by a snapshot (databases
/// `fx_…`) and from the binlog (`fs_…`), compared with what the server prints. Deleting the rows of the first proves
/// that binlog and snapshot tell the same row alike.
final class DebeziumFixturesIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration BEATS = Duration.ofMillis(500);
    private static final String STREAMED_JSON = "fs_json_test.dbz_126_jsontable";
    private static final String SNAPSHOT_JSON = "fx_json_test.dbz_126_jsontable";

    @Test
    void everyFixtureRowArrivesAsTheServerPrintsIt(@TempDir Path folder) throws Exception {
        Path fixtures = SharedData.folder("debezium-mysql-fixtures");
        try (SourceServer source = SourceServer.start(folder.resolve("mysql"), "+00:00");
                Connection root = source.mysql().connect("", source.mysql().admin())) {
            Map<String, List<String>> refused = load(root, "fx_", fixtures);
            try (var capture =
                    new EveryColumn(source.config(SourceDatabase.BUSINESS, BEATS), ZoneOffset.UTC, "f[xs]_.*")) {
                compare(root, capture, "fx_");
                assertThat(load(root, "fs_", fixtures)).isEqualTo(refused);
                compare(root, capture, "fs_");
                deleteAll(root, capture);
            }
            assertThat(refused).isEqualTo(Map.of());
        }
    }

    /// Loads each file into a database of its own; returns what the server refuses.
    private static Map<String, List<String>> load(Connection root, String prefix, Path fixtures) throws Exception {
        Map<String, List<String>> refused = new TreeMap<>();
        try (Stream<Path> files = Files.list(fixtures)
                        .filter(file -> file.toString().endsWith(".sql"))
                        .sorted();
                Statement statement = root.createStatement()) {
            for (Path file : files.toList()) {
                String name = file.getFileName().toString().replace(".sql", "");
                statement.execute("SET sql_mode = ''");
                statement.execute("CREATE DATABASE " + prefix + name);
                statement.execute("USE " + prefix + name);
                List<String> problems = SqlScript.read(file).run(root);
                if (!problems.isEmpty()) {
                    refused.put(name, problems);
                }
            }
            statement.execute("SET NAMES utf8mb4");
        }
        return refused;
    }

    private static void compare(Connection root, EveryColumn capture, String prefix) throws SQLException {
        Map<String, Map<String, String>> types = types(root, prefix);
        Map<String, List<String>> expected = new TreeMap<>();
        for (String table : types.keySet()) {
            expected.put(table, ExpectedRow.all(root, database(table), name(table)));
        }
        expected.computeIfPresent(
                STREAMED_JSON, (table, rows) -> asTheBinlogTells(rows, types.getOrDefault(table, Map.of())));
        int present = expected.values().stream().mapToInt(List::size).sum();
        Awaitility.await().atMost(PATIENCE).until(() -> new CapturedRows(capture.records(), types).count() >= present);
        CapturedRows captured = new CapturedRows(capture.records(), types);
        assertThat(expected.keySet().stream()
                        .filter(table -> !captured.of(table).equals(expected.get(table)))
                        .map(table ->
                                table + "\n  expected " + expected.get(table) + "\n  captured " + captured.of(table)))
                .isEmpty();
        assertThat(captured.surprises()).isEmpty();
    }

    /// The binlog tells some JSON values in other words than the server prints; the fixture says in which.
    private static List<String> asTheBinlogTells(List<String> rows, Map<String, String> types) {
        return rows.stream()
                .map(row -> {
                    ObjectNode told = (ObjectNode) RowImages.json(row);
                    JsonNode words = told.get("expectedBinlogStr");
                    told.set("json", words);
                    return ExpectedRow.canonical(told, types);
                })
                .sorted()
                .toList();
    }

    private static void deleteAll(Connection root, EveryColumn capture) throws SQLException {
        Map<String, Map<String, String>> types = types(root, "fx_");
        types.remove(SNAPSHOT_JSON);
        try (Statement statement = root.createStatement()) {
            statement.execute("SET foreign_key_checks = 0");
            for (String table : types.keySet()) {
                statement.execute("DELETE FROM `%s`.`%s`"
                        .formatted(database(table), name(table).replace("`", "``")));
            }
        }
        Awaitility.await().atMost(PATIENCE).until(() -> {
            CapturedRows captured = new CapturedRows(capture.records(), types);
            return captured.count() == 0 || !captured.surprises().isEmpty();
        });
        assertThat(new CapturedRows(capture.records(), types).surprises()).isEmpty();
    }

    /// Column types of every `database.table`.
    private static Map<String, Map<String, String>> types(Connection root, String prefix) throws SQLException {
        List<String> tables = new ArrayList<>();
        try (Statement statement = root.createStatement();
                ResultSet found =
                        statement.executeQuery("SELECT table_schema, table_name FROM information_schema.tables"
                                + " WHERE table_schema LIKE '" + prefix.replace("_", "\\_")
                                + "%' AND table_type = 'BASE TABLE'"
                                + " ORDER BY 1, 2")) {
            while (found.next()) {
                tables.add(found.getString(1) + "." + found.getString(2));
            }
        }
        Map<String, Map<String, String>> types = new LinkedHashMap<>();
        for (String table : tables) {
            types.put(table, ExpectedRow.types(root, database(table), name(table)));
        }
        return types;
    }

    private static String database(String table) {
        return table.substring(0, table.indexOf('.'));
    }

    private static String name(String table) {
        return table.substring(table.indexOf('.') + 1);
    }
}
