package dev.millrace.stack.cdc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.millrace.cdc.capture.Finding;
import dev.millrace.cdc.capture.SelfCheck;
import dev.millrace.cdc.config.DatabaseConfig;
import dev.millrace.cdc.config.Flavour;
import dev.millrace.cdc.config.Secret;
import dev.millrace.contract.capture.SourceDatabase;
import dev.millrace.stack.embedded.Account;
import dev.millrace.stack.embedded.MariadbServer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// What the connector says about a real MariaDB that is set up wrongly. Its rights have other names than MySQL's.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class MariadbSelfCheckIT {
    private static final Account NOBODY = new Account("nobody", "for this test only");

    @TempDir
    private static Path folder;

    private ShopServer.OnMariadb server;

    @BeforeAll
    void start() throws Exception {
        assumeTrue(
                MariadbServer.isOnHost(), "no MariaDB 10 on this host: install mariadb-server-core of Debian bookworm");
        server = ShopServer.OnMariadb.start(folder.resolve("mariadb"), "+00:00");
    }

    @AfterAll
    void stop() {
        if (MariadbServer.isOnHost()) {
            server.close();
        }
    }

    @Test
    void theDocumentedRightsAreEnough() throws Exception {
        assertThat(found(ShopServer.CAPTURE)).isEmpty();
    }

    @Test
    void missingRightsAreNamedAsMariadbNamesThem() throws Exception {
        server.mariadb()
                .admin(
                        "CREATE USER 'nobody'@'%' IDENTIFIED BY '" + NOBODY.password() + "'",
                        // By name close to what is needed, and not it.
                        "GRANT REPLICATION SLAVE ADMIN ON *.* TO 'nobody'@'%'",
                        "GRANT SELECT ON dianshu_backend.dataset TO 'nobody'@'%'");

        assertThat(found(NOBODY))
                .allMatch(Finding::fatal)
                .extracting(Finding::remedy)
                .anyMatch(remedy -> remedy.startsWith("GRANT BINLOG MONITOR ON *.*"))
                .anyMatch(remedy -> remedy.startsWith("GRANT REPLICATION SLAVE ON *.*"))
                .anyMatch(remedy -> remedy.startsWith("GRANT SELECT ON `dianshu_backend`.`order_tab`"))
                .anyMatch(remedy -> remedy.startsWith("GRANT RELOAD ON *.*"))
                .noneMatch(remedy -> remedy.contains("`dataset`"));
    }

    @Test
    void aWrongBinlogIsTold() throws Exception {
        server.mariadb()
                .admin(
                        "SET GLOBAL binlog_format = 'MIXED'",
                        "SET GLOBAL log_bin_compress = ON",
                        "SET GLOBAL gtid_strict_mode = OFF",
                        "SET GLOBAL binlog_expire_logs_seconds = 86400");
        try {
            assertThat(found(ShopServer.CAPTURE))
                    .extracting(Finding::what)
                    .containsExactly(
                            "binlog_format is MIXED",
                            "log_bin_compress is ON",
                            "binlogs are kept for 24 h",
                            "gtid_strict_mode is OFF");
        } finally {
            server.mariadb()
                    .admin(
                            "SET GLOBAL binlog_format = 'ROW'",
                            "SET GLOBAL log_bin_compress = OFF",
                            "SET GLOBAL gtid_strict_mode = ON",
                            "SET GLOBAL binlog_expire_logs_seconds = 0");
        }
    }

    private List<Finding> found(Account account) throws SQLException {
        String url = "jdbc:mysql://127.0.0.1:" + server.port() + "/dianshu_backend?sslMode=DISABLED";
        try (Connection connection = DriverManager.getConnection(url, account.user(), account.password())) {
            return SelfCheck.run(connection, config(account), "minimal", Clock.systemUTC());
        }
    }

    private DatabaseConfig config(Account account) {
        return new DatabaseConfig(
                SourceDatabase.BUSINESS,
                Flavour.MARIADB,
                "127.0.0.1",
                server.port(),
                SourceServer.name(SourceDatabase.BUSINESS),
                account.user(),
                new Secret(account.password()),
                Optional.empty(),
                8401,
                Duration.ofMillis(500),
                "",
                new Secret(""),
                Map.of());
    }
}
