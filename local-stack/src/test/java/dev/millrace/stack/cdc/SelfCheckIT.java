package dev.millrace.stack.cdc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.cdc.CdcException;
import dev.millrace.cdc.capture.Finding;
import dev.millrace.cdc.capture.SelfCheck;
import dev.millrace.cdc.capture.SourceConnection;
import dev.millrace.cdc.config.DatabaseConfig;
import dev.millrace.cdc.config.Flavour;
import dev.millrace.cdc.config.Secret;
import dev.millrace.contract.capture.CapturedSource;
import dev.millrace.contract.capture.MatomoUserId;
import dev.millrace.contract.capture.SourceDatabase;
import dev.millrace.contract.capture.SourceTable;
import dev.millrace.stack.embedded.InProcessBroker;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// What the connector says about a real server that is set up wrongly, and that the documented rights are enough.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class SelfCheckIT {
    private static final String PASSWORD = "for this test only";

    @TempDir
    private static Path folder;

    private SourceServer source;

    @BeforeAll
    void start() throws SQLException {
        source = SourceServer.start(folder.resolve("mysql"), "+08:00");
    }

    @AfterAll
    void stop() {
        source.close();
    }

    @Test
    void theDocumentedRightsAreEnough() throws Exception {
        admin(
                "CREATE TABLE IF NOT EXISTS dianshu_backend.millrace_heartbeat (id INT PRIMARY KEY, beat BIGINT NOT NULL)",
                "CREATE TABLE IF NOT EXISTS dianshu_backend.millrace_signal (id VARCHAR(64) PRIMARY KEY,"
                        + " type VARCHAR(32) NOT NULL, data VARCHAR(2048) NOT NULL)");
        DatabaseConfig least = account(
                "least",
                "GRANT REPLICATION SLAVE, REPLICATION CLIENT, RELOAD ON *.* TO 'least'@'%'",
                "GRANT SELECT ON dianshu_backend.* TO 'least'@'%'",
                "GRANT INSERT, UPDATE ON dianshu_backend.millrace_heartbeat TO 'least'@'%'",
                "GRANT INSERT ON dianshu_backend.millrace_signal TO 'least'@'%'");

        assertThat(found(least)).isEmpty();

        source.execute(SourceDatabase.BUSINESS, "INSERT INTO order_tab (dataset_id, create_user) VALUES (5, 9)");
        try (InProcessBroker broker = InProcessBroker.start(folder.resolve("kafka"));
                var connector =
                        RunningConnector.start(broker.bootstrapServers(), least).awaitReady()) {
            TopicReader reader = new TopicReader(broker.bootstrapServers());
            reader.await(OrderTable.TOPIC, records -> !records.isEmpty());
            connector.connector().snapshot("order_tab");
            reader.await(OrderTable.TOPIC, _ -> new OrderTable(source, reader).readAgain(OrderTable.TOPIC) > 0);
            admin("REVOKE INSERT ON dianshu_backend.millrace_signal FROM 'least'@'%'");
            Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> !connector.health().tableSnapshot().running());
            assertThatThrownBy(() -> connector.connector().snapshot("order_tab"))
                    .isInstanceOf(CdcException.class)
                    .hasMessageContaining("millrace_signal")
                    .hasMessageContaining("grant INSERT on it");
        }
    }

    @Test
    void rightsTableByTableAreEnoughToo() throws Exception {
        source.execute(
                SourceDatabase.BUSINESS,
                "CREATE TABLE IF NOT EXISTS millrace_signal (id VARCHAR(64) PRIMARY KEY, type VARCHAR(32) NOT NULL,"
                        + " data VARCHAR(2048) NOT NULL)");
        DatabaseConfig asked = account(
                "each",
                "GRANT REPLICATION SLAVE, REPLICATION CLIENT, RELOAD ON *.* TO 'each'@'%'",
                "GRANT SELECT ON dianshu_backend.dataset TO 'each'@'%'",
                "GRANT SELECT ON dianshu_backend.dataset_image TO 'each'@'%'",
                "GRANT SELECT ON dianshu_backend.order_tab TO 'each'@'%'",
                "GRANT SELECT ON dianshu_backend.api_order TO 'each'@'%'",
                "GRANT SELECT, INSERT, UPDATE ON dianshu_backend.millrace_heartbeat TO 'each'@'%'",
                "GRANT INSERT ON dianshu_backend.millrace_signal TO 'each'@'%'");
        DatabaseConfig each = new DatabaseConfig(
                new CapturedSource(
                        "business",
                        SourceDatabase.BUSINESS,
                        asked.name(),
                        "",
                        List.of(
                                SourceTable.DATASET,
                                SourceTable.DATASET_IMAGE,
                                SourceTable.ORDER_TAB,
                                SourceTable.API_ORDER,
                                SourceTable.BUSINESS_HEARTBEAT)),
                asked.flavour(),
                asked.host(),
                asked.port(),
                asked.user(),
                asked.password(),
                asked.timeZone(),
                asked.serverId(),
                asked.heartbeatInterval(),
                Set.of(),
                asked.userId(),
                asked.userIdKey(),
                asked.driver());
        assertThat(found(each))
                .extracting(Finding::remedy)
                .contains("GRANT SELECT, INSERT ON `dianshu_backend`.`millrace_signal` TO 'each'");

        admin("GRANT SELECT ON dianshu_backend.millrace_signal TO 'each'@'%'");
        assertThat(found(each)).isEmpty();
        try (InProcessBroker broker = InProcessBroker.start(folder.resolve("kafka-each"));
                var connector =
                        RunningConnector.start(broker.bootstrapServers(), each).awaitReady()) {
            assertThat(connector.health().missing()).isEmpty();
        }
    }

    @Test
    void missingRightsAreNamedAllAtOnceWithTheirGrants() throws Exception {
        DatabaseConfig none = account("nobody", "GRANT SELECT ON dianshu_backend.dataset TO 'nobody'@'%'");

        assertThat(found(none))
                .allMatch(Finding::fatal)
                .extracting(Finding::remedy)
                .anyMatch(remedy -> remedy.contains("GRANT REPLICATION CLIENT"))
                .anyMatch(remedy -> remedy.contains("GRANT REPLICATION SLAVE"))
                .anyMatch(remedy -> remedy.contains("GRANT SELECT ON `dianshu_backend`.`order_tab`"))
                .anyMatch(remedy -> remedy.contains("GRANT RELOAD"))
                .noneMatch(remedy -> remedy.contains("`dataset`"));
    }

    /// With less, `SHOW CREATE TABLE` of the snapshot would fail; that it is enough shows [ManySourcesIT].
    @Test
    void ofTheUsersNoMoreIsAskedThanTheColumnsThatAreCaptured() throws Exception {
        DatabaseConfig asked = account("users", "GRANT SELECT (id, user_name) ON dianshu_backend.user TO 'users'@'%'");
        DatabaseConfig users = new DatabaseConfig(
                asked.source().with(SourceTable.USER),
                asked.flavour(),
                asked.host(),
                asked.port(),
                asked.user(),
                asked.password(),
                asked.timeZone(),
                asked.serverId(),
                asked.heartbeatInterval(),
                Set.of(),
                MatomoUserId.USER_NAME,
                new Secret("0123456789abcdef"),
                asked.driver());

        assertThat(found(users))
                .extracting(Finding::remedy)
                .contains("GRANT SELECT (id, user_name), SHOW VIEW ON `dianshu_backend`.`user` TO 'users'");
        assertThat(found(asked)).extracting(Finding::remedy).noneMatch(remedy -> remedy.contains("`user`"));
    }

    @Test
    void aWrongBinlogIsRefusedInWords() throws Exception {
        DatabaseConfig database = source.config(SourceDatabase.BUSINESS, Duration.ofMillis(500));
        try (InProcessBroker broker = InProcessBroker.start(folder.resolve("kafka-2"))) {
            admin(
                    "SET GLOBAL binlog_row_image = 'MINIMAL'",
                    "SET GLOBAL binlog_format = 'MIXED'",
                    "SET GLOBAL binlog_expire_logs_seconds = 60");
            assertThatThrownBy(() -> RunningConnector.start(broker.bootstrapServers(), database))
                    .isInstanceOf(CdcException.class)
                    .hasMessageContaining("cannot be captured")
                    .hasMessageContaining("binlog_row_image is MINIMAL: SET PERSIST binlog_row_image = 'FULL'")
                    .hasMessageContaining("binlog_format is MIXED: SET PERSIST binlog_format = 'ROW'")
                    .hasMessageContaining("binlogs are kept for 60 s");
        } finally {
            admin(
                    "SET GLOBAL binlog_row_image = 'FULL'",
                    "SET GLOBAL binlog_format = 'ROW'",
                    "SET GLOBAL binlog_expire_logs_seconds = 604800");
        }
    }

    @Test
    void zonesThatDifferAndServerIdsThatClashAreTold() throws Exception {
        DatabaseConfig asked = source.config(SourceDatabase.BUSINESS, Duration.ofMillis(500));
        assertThat(found(with(asked, ZoneId.of("UTC"), asked.serverId())))
                .singleElement()
                .satisfies(finding -> assertThat(finding.what()).contains("UTC+8.0 h", "UTC+0.0 h"));
        assertThat(found(with(
                        asked, ZoneId.of("Asia/Shanghai"), 1 + source.mysql().port())))
                .singleElement()
                .satisfies(finding -> assertThat(finding.what()).endsWith("is the server's own"));
    }

    @Test
    void aServerWithoutBinlogIsRefusedInWords() throws Exception {
        try (SourceServer silent =
                SourceServer.start(folder.resolve("mysql-2"), "+08:00", List.of("--skip-log-bin", "--gtid-mode=OFF"))) {
            DatabaseConfig database = silent.config(SourceDatabase.BUSINESS, Duration.ofMillis(500));
            assertThat(found(database))
                    .extracting(Finding::toString)
                    .anyMatch(words -> words.equals("the binlog is off: start the server with --log-bin"))
                    .anyMatch(words -> words.startsWith("gtid_mode is OFF: after a failover"));
            assertThat(found(database).getFirst().fatal()).isTrue();
        }
    }

    @Test
    void aReplicaThatHasOurServerIdIsTold() throws Exception {
        admin(
                "CREATE USER 'replica'@'%' IDENTIFIED WITH mysql_native_password BY '" + PASSWORD + "'",
                "GRANT REPLICATION SLAVE ON *.* TO 'replica'@'%'");
        try (SourceServer other = SourceServer.start(folder.resolve("mysql-3"), "+08:00");
                Connection root = other.mysql().connect("", other.mysql().admin());
                Statement statement = root.createStatement()) {
            statement.execute("RESET MASTER");
            statement.execute(
                    "CHANGE MASTER TO MASTER_HOST='127.0.0.1', MASTER_PORT=%d, MASTER_USER='replica', MASTER_PASSWORD='%s', MASTER_AUTO_POSITION=1"
                            .formatted(source.mysql().port(), PASSWORD));
            statement.execute("START SLAVE IO_THREAD");
            DatabaseConfig asked = source.config(SourceDatabase.BUSINESS, Duration.ofMillis(500));
            long taken = 1 + other.mysql().port();
            Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertThat(found(with(asked, ZoneId.of("Asia/Shanghai"), taken)))
                            .singleElement()
                            .satisfies(finding -> assertThat(finding.what())
                                    .isEqualTo("a replica with server-id " + taken + " is connected")));
            assertThat(found(asked)).isEmpty();
        }
    }

    @Test
    void aClockThatIsAheadIsTold() throws Exception {
        DatabaseConfig database = source.config(SourceDatabase.BUSINESS, Duration.ofMillis(500));
        Clock behind = Clock.offset(Clock.systemUTC(), Duration.ofSeconds(-90));
        try (Connection connection = SourceConnection.open(database)) {
            assertThat(SelfCheck.run(connection, database, "minimal", behind))
                    .singleElement()
                    .satisfies(finding ->
                            assertThat(finding.what()).contains("90.").contains("ahead of"));
        }
    }

    private List<Finding> found(DatabaseConfig database) throws SQLException {
        try (Connection connection = SourceConnection.open(database)) {
            return SelfCheck.run(connection, database, "minimal", Clock.systemUTC());
        }
    }

    private DatabaseConfig account(String user, String... grants) throws SQLException {
        admin("CREATE USER '" + user + "'@'%' IDENTIFIED WITH mysql_native_password BY '" + PASSWORD + "'");
        admin(grants);
        DatabaseConfig asked = source.config(SourceDatabase.BUSINESS, Duration.ofMillis(500));
        return new DatabaseConfig(
                asked.role(),
                Flavour.MYSQL,
                asked.host(),
                asked.port(),
                asked.name(),
                user,
                new Secret(PASSWORD),
                asked.timeZone(),
                asked.serverId(),
                asked.heartbeatInterval(),
                asked.tablePrefix(),
                asked.userIdKey(),
                asked.driver());
    }

    private static DatabaseConfig with(DatabaseConfig asked, ZoneId zone, long serverId) {
        return new DatabaseConfig(
                asked.role(),
                Flavour.MYSQL,
                asked.host(),
                asked.port(),
                asked.name(),
                asked.user(),
                asked.password(),
                Optional.of(zone),
                serverId,
                asked.heartbeatInterval(),
                asked.tablePrefix(),
                asked.userIdKey(),
                asked.driver());
    }

    private void admin(String... statements) throws SQLException {
        try (Connection root = source.mysql().connect("", source.mysql().admin());
                Statement statement = root.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }
}
