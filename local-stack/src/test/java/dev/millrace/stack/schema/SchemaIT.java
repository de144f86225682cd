package dev.millrace.stack.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.millrace.stack.embedded.EmbeddedMysql;
import dev.millrace.stack.embedded.MysqlOptions;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The tables on a real server.
final class SchemaIT {
    private static final Path CACHE = Path.of(System.getProperty("millrace.root", ".."), ".cache");

    @Test
    void makesTablesThatTakeTheShortestInserts(@TempDir Path folder) throws SQLException {
        try (EmbeddedMysql mysql = EmbeddedMysql.start(new MysqlOptions(folder, CACHE, 0, "SYSTEM"))) {
            mysql.createAccounts();
            try (Connection shop = mysql.connect("dianshu_backend", mysql.application());
                    Statement statement = shop.createStatement()) {
                Schema.BUSINESS.apply(shop);
                Schema.BUSINESS.apply(shop);
                statement.execute("INSERT INTO dataset (id, dataset_name) VALUES (5, 'weather')");
                statement.execute("INSERT INTO order_tab (dataset_id, create_user) VALUES (5, 9)");
                statement.execute("INSERT INTO api_order (api_id, creator_id) VALUES (5, 9)");
                statement.execute("INSERT INTO dataset_image (dataset_id) VALUES (5)");
                statement.execute("INSERT INTO user (company_name) VALUES ('a firm')");
                assertThat(text(
                                statement,
                                "SELECT CONCAT_WS(' ', id, price, pay_status, is_delete, pay_time IS NULL,"
                                        + " create_time = update_time) FROM order_tab"))
                        .isEqualTo("1 0.00 0 0 1 1");
                assertThat(text(statement, "SELECT status IS NULL AND publish_status IS NULL FROM dataset"))
                        .isEqualTo("1");
            }
        }
    }

    @Test
    void makesMatomosTablesAndLetsOnlyTheHeartbeatBeWrittenByTheConnector(@TempDir Path folder) throws SQLException {
        try (EmbeddedMysql mysql = EmbeddedMysql.start(new MysqlOptions(folder, CACHE, 0, "SYSTEM"))) {
            mysql.createAccounts();
            try (Connection matomo = mysql.connect("matomo", mysql.application());
                    Connection connector = mysql.connect("matomo", mysql.capture());
                    Statement statement = connector.createStatement()) {
                Schema.MATOMO.apply(matomo);
                Schema.MATOMO.apply(matomo);
                statement.execute("UPDATE millrace_heartbeat SET beat = 3 WHERE id = 1");
                assertThat(text(statement, "SELECT beat FROM millrace_heartbeat"))
                        .isEqualTo("3");
                assertThat(text(
                                statement,
                                "SELECT COUNT(*) FROM information_schema.columns"
                                        + " WHERE table_schema = 'matomo' AND table_name LIKE 'matomo\\_log\\_%'"))
                        .isEqualTo("172");
                assertThat(catchThrowable(() -> statement.execute("DELETE FROM matomo_log_visit")))
                        .hasMessageContaining("denied");
            }
        }
    }

    private static String text(Statement statement, String sql) throws SQLException {
        try (ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }
}
