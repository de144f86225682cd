package dev.millrace.stack.cdc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.cdc.capture.EveryColumn;
import dev.millrace.contract.capture.SourceDatabase;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Every MySQL type that matters, at its edges, read by a snapshot and from the binlog: as `docs/types.md` says. The
/// table is ours; [DebeziumFixturesIT] does the same with many others where they are at hand.
final class TypesIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String TABLE = """
            CREATE TABLE typed.edges (
              id BIGINT UNSIGNED NOT NULL, kind VARCHAR(20) NOT NULL,
              tiny TINYINT, flag TINYINT(1), small SMALLINT UNSIGNED, medium MEDIUMINT, whole INT UNSIGNED, big BIGINT,
              huge BIGINT UNSIGNED, filled INT(9) UNSIGNED ZEROFILL, bare DECIMAL(65, 30), money DECIMAL(12, 2),
              single FLOAT, doubled DOUBLE, one BIT(1), bits BIT(12), many BIT(64),
              fixed BINARY(8), bytes VARBINARY(16), blob_ BLOB, chars CHAR(5), latin VARCHAR(20) CHARACTER SET latin1,
              utf3 VARCHAR(20) CHARACTER SET utf8mb3, utf4 VARCHAR(20) CHARACTER SET utf8mb4, long_text LONGTEXT,
              choice ENUM('a', 'b,c', 'd''e'), choices SET('x', 'y', 'z'), doc JSON,
              day DATE, needed_day DATE NOT NULL, span TIME, span3 TIME(3), span6 TIME(6),
              dt0 DATETIME, dt1 DATETIME(1), dt2 DATETIME(2), dt3 DATETIME(3), dt4 DATETIME(4), dt5 DATETIME(5),
              dt6 DATETIME(6), needed_dt DATETIME NOT NULL, ts0 TIMESTAMP NULL, ts6 TIMESTAMP(6) NULL, y YEAR,
              PRIMARY KEY (id, kind)) CHARACTER SET utf8mb4""";
    private static final List<String> ROWS = List.of("""
            (18446744073709551615, 'most', 127, 1, 65535, 8388607, 4294967295, 9223372036854775807,
             18446744073709551615, 7, 99999999999999999999999999999999999.999999999999999999999999999999, 9999999999.99,
             3.4e38, 1.7976931348623157e308, b'1', b'111111111111', b'1111111111111111111111111111111111111111111111111111111111111111',
             x'0102030405060700', x'00', x'00ff00', 'fünf', 'Grüße', '产品', '😀产', REPEAT('长', 3000),
             'd''e', 'x,y,z', '{"a": 1, "b": [true, null, "ü", 1.5, {"c": "😀"}]}',
             '9999-12-31', '1000-01-01', '838:59:59', '838:59:58.999', '23:59:59.999999',
             '9999-12-31 23:59:59', '2026-11-23 10:00:00.1', '2026-11-23 10:00:00.12', '2026-11-23 10:00:00.123',
             '2026-11-23 10:00:00.1234', '2026-11-23 10:00:00.12345', '2026-11-23 10:00:00.123456',
             '1000-01-01 00:00:00', '2038-01-19 03:14:07', '2026-11-23 10:00:00.999999', 2155)""", """
            (0, 'least', -128, 0, 0, -8388608, 0, -9223372036854775808,
             0, 0, -0.000000000000000000000000000001, -0.01,
             -1.5, -2.2250738585072014e-308, b'0', b'0', b'0',
             x'00', x'', x'', '', '', '', '', '',
             'a', '', '[]',
             '0000-00-00', '0000-00-00', '-838:59:59', '-00:00:00.001', '-00:00:00.000001',
             '0000-00-00 00:00:00', '1969-12-31 23:59:59.9', '1969-12-31 23:59:59.99', '1969-12-31 23:59:59.999',
             '2026-11-23 00:00:00', '2026-11-23 00:00:00', '1969-12-31 23:59:59.999999',
             '0000-00-00 00:00:00', '1970-01-01 00:00:01', '0000-00-00 00:00:00', 1901)""", """
            (9223372036854775808, 'nothing', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
             NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '2026-11-23', NULL, NULL,
             NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '2026-11-23', NULL, NULL, NULL)""");

    @Test
    void everyTypeArrivesAsTheServerPrintsItFromSnapshotAndBinlog(@TempDir Path folder) throws Exception {
        try (SourceServer source = SourceServer.start(folder.resolve("mysql"), "+00:00");
                Connection root = source.mysql().connect("", source.mysql().admin());
                Statement statement = root.createStatement()) {
            statement.execute("SET sql_mode = ''");
            statement.execute("CREATE DATABASE typed");
            statement.execute(TABLE);
            insert(statement);
            Map<String, Map<String, String>> types = Map.of("typed.edges", ExpectedRow.types(root, "typed", "edges"));
            List<String> expected = ExpectedRow.all(root, "typed", "edges");
            var database = source.config(SourceDatabase.BUSINESS, Duration.ofMillis(500));
            try (var capture = new EveryColumn(database, ZoneOffset.UTC, "typed")) {
                Awaitility.await()
                        .atMost(PATIENCE)
                        .until(() -> captured(capture, types).count() == ROWS.size());
                assertThat(captured(capture, types).of("typed.edges")).isEqualTo(expected);
                assertThat(capture.records())
                        .extracting(EveryColumn.Raw::key)
                        .contains("{\"id\":18446744073709551615,\"kind\":\"most\"}");

                changeAll(statement);
                Awaitility.await()
                        .atMost(PATIENCE)
                        .until(() -> capture.records().stream()
                                .anyMatch(raw ->
                                        raw.value() != null && raw.value().contains("\"kind\":\"end\"")));
                assertThat(captured(capture, types).surprises())
                        .as("binlog and snapshot tell the same row alike")
                        .isEmpty();
                assertThat(captured(capture, types).of("typed.edges"))
                        .isEqualTo(ExpectedRow.all(root, "typed", "edges"));
            }
        }
    }

    private static void insert(Statement statement) throws SQLException {
        for (String row : ROWS) {
            statement.execute("INSERT INTO typed.edges VALUES " + row);
        }
    }

    /// Each row is updated, deleted and written anew.
    private static void changeAll(Statement statement) throws SQLException {
        statement.execute("UPDATE typed.edges SET long_text = 'changed'");
        statement.execute("DELETE FROM typed.edges");
        insert(statement);
        statement.execute("INSERT INTO typed.edges (id, kind, needed_day, needed_dt) VALUES (5, 'end', NOW(), NOW())");
    }

    private static CapturedRows captured(EveryColumn capture, Map<String, Map<String, String>> types) {
        return new CapturedRows(capture.records(), types);
    }
}
