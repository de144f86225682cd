package dev.millrace.stack.cdc;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.contract.capture.SourceDatabase;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// Whatever the shop or Matomo alters while rows flow: they keep flowing, each event carries what is known, and what
/// breaks the contract is said. Every test leaves the tables as it found them.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class SchemaChangeIT {
    private AlteredTables tables;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        tables = AlteredTables.start(folder);
    }

    @AfterAll
    void stop() {
        tables.close();
    }

    @Test
    void aNewColumnInFrontShiftsNoValue() throws Exception {
        execute("ALTER TABLE dataset ADD COLUMN shelf INT NOT NULL DEFAULT 4 FIRST");
        execute("INSERT INTO dataset (id, dataset_name, tag, price) VALUES (100, 'GDP', 'a;b', 9.5)");
        JsonNode row = after("dataset", 100);
        assertThat(row.get("dataset_name").textValue()).isEqualTo("GDP");
        assertThat(row.get("price").textValue()).isEqualTo("9.50");
        assertThat(row.has("shelf")).as("only captured columns leave").isFalse();

        execute("ALTER TABLE dataset DROP COLUMN shelf", "INSERT INTO dataset (id, tag) VALUES (101, 'c')");
        assertThat(after("dataset", 101).get("tag").textValue()).isEqualTo("c");
        assertThat(violations()).isEmpty();
    }

    @Test
    void anInstantColumnShowsItsDefaultInOldRows() throws Exception {
        execute(
                "INSERT INTO dataset (id, tag) VALUES (110, 'a')",
                "ALTER TABLE dataset ADD COLUMN instant_column INT DEFAULT 5, ALGORITHM=INSTANT",
                "UPDATE dataset SET tag = 'b' WHERE id = 110",
                "ALTER TABLE dataset DROP COLUMN instant_column",
                "UPDATE dataset SET tag = 'c' WHERE id = 110",
                "INSERT INTO dataset (id, tag) VALUES (111, 'z')");
        after("dataset", 111);
        assertThat(tables.tags("dataset", 110)).containsExactly("a", "b", "c");
        assertThat(violations()).isEmpty();
    }

    @Test
    void aRenamedColumnIsMissedAndNamedUntilItIsBack() throws Exception {
        execute(
                "ALTER TABLE dataset RENAME COLUMN tag TO tags",
                "INSERT INTO dataset (id, dataset_name, tags) VALUES (120, 'GDP', 'x')");
        JsonNode row = after("dataset", 120);
        assertThat(row.get("dataset_name").textValue()).isEqualTo("GDP");
        assertThat(row.has("tag")).isFalse();
        assertThat(row.has("tags")).isFalse();
        assertThat(violations()).containsExactly("dataset.tag is gone (dropped or renamed): events go on without it");
        assertThat(tables.metrics())
                .contains("cdc_contract_violations_total{column=\"tag\",database=\"business\",kind=\"missing\","
                        + "table=\"dataset\"} 1.0");

        execute("ALTER TABLE dataset RENAME COLUMN tags TO tag", "INSERT INTO dataset (id, tag) VALUES (121, 'y')");
        assertThat(after("dataset", 121).get("tag").textValue()).isEqualTo("y");
        assertThat(violations()).isEmpty();
    }

    @Test
    void aDroppedColumnIsMissed() throws Exception {
        execute(
                "ALTER TABLE dataset_image DROP COLUMN image_order",
                "INSERT INTO dataset_image (id, dataset_id, image_url) VALUES (130, 7, 'u')");
        JsonNode row = after("dataset_image", 130);
        assertThat(row.get("image_url").textValue()).isEqualTo("u");
        assertThat(row.has("image_order")).isFalse();
        assertThat(violations()).singleElement().asString().startsWith("dataset_image.image_order is gone");

        execute(
                "ALTER TABLE dataset_image ADD COLUMN image_order INT NOT NULL DEFAULT 0",
                "INSERT INTO dataset_image (id, dataset_id, image_order) VALUES (131, 7, 3)");
        assertThat(after("dataset_image", 131).get("image_order").intValue()).isEqualTo(3);
        assertThat(violations()).isEmpty();
    }

    @Test
    void widerColumnsOfTheSameKindAreNoViolation() throws Exception {
        execute(
                "ALTER TABLE order_tab MODIFY pay_status BIGINT NOT NULL DEFAULT 0, MODIFY price DECIMAL(14, 4),"
                        + " MODIFY pay_time DATETIME(6)",
                "ALTER TABLE dataset MODIFY dataset_name TEXT",
                "INSERT INTO order_tab (id, dataset_id, create_user, price, pay_status, pay_time)"
                        + " VALUES (140, 5, 9, 1.2345, 4294967296, '2026-11-23 10:00:00.123456')",
                "INSERT INTO dataset (id, dataset_name) VALUES (140, REPEAT('n', 600))");
        JsonNode order = after("order_tab", 140);
        assertThat(order.get("price").textValue()).isEqualTo("1.2345");
        assertThat(order.get("pay_status").longValue()).isEqualTo(4_294_967_296L);
        assertThat(order.get("pay_time").longValue())
                .isEqualTo(Instant.parse("2026-11-23T10:00:00.123Z").toEpochMilli());
        assertThat(after("dataset", 140).get("dataset_name").textValue()).hasSize(600);
        assertThat(violations()).isEmpty();
        execute(
                "DELETE FROM order_tab WHERE id = 140",
                "DELETE FROM dataset WHERE id = 140",
                "ALTER TABLE order_tab MODIFY pay_status INT NOT NULL DEFAULT 0,"
                        + " MODIFY price DECIMAL(12, 2) NOT NULL DEFAULT 0.00, MODIFY pay_time DATETIME",
                "ALTER TABLE dataset MODIFY dataset_name VARCHAR(512)");
    }

    @Test
    void aColumnOfAnotherKindIsNamedAndCarriedAsItIs() throws Exception {
        execute(
                "ALTER TABLE api_order MODIFY price VARCHAR(20)",
                "INSERT INTO api_order (id, api_id, creator_id, price) VALUES (150, 7, 9, 'free')");
        assertThat(after("api_order", 150).get("price").textValue()).isEqualTo("free");
        assertThat(violations())
                .containsExactly(
                        "api_order.price has become VARCHAR instead of amount: events carry it in another form");
        execute(
                "DELETE FROM api_order WHERE id = 150",
                "ALTER TABLE api_order MODIFY price DECIMAL(12, 2) NOT NULL DEFAULT 0.00",
                "INSERT INTO api_order (id, api_id, creator_id, price) VALUES (151, 7, 9, 3)");
        assertThat(after("api_order", 151).get("price").textValue()).isEqualTo("3.00");
        assertThat(violations()).isEmpty();
    }

    @Test
    void aRequiredValueThatIsNullIsNamed() throws Exception {
        execute(
                "ALTER TABLE order_tab MODIFY create_user BIGINT NULL",
                "INSERT INTO order_tab (id, dataset_id, create_user) VALUES (160, 5, 9), (161, 5, NULL)");
        assertThat(after("order_tab", 161).get("create_user").isNull()).isTrue();
        assertThat(violations()).containsExactly("order_tab.create_user holds NULL: such rows cannot be placed");
        execute(
                "DELETE FROM order_tab WHERE id = 161",
                "ALTER TABLE order_tab MODIFY create_user BIGINT NOT NULL",
                "INSERT INTO order_tab (id, dataset_id, create_user) VALUES (162, 5, 9)");
        after("order_tab", 162);
        assertThat(violations()).isEmpty();
    }

    @Test
    void indexesAndTableOptionsChangeNothing() throws Exception {
        execute(
                "CREATE INDEX by_price ON order_tab (price)",
                "ALTER TABLE order_tab ADD INDEX by_time (pay_time DESC), ALTER INDEX by_price INVISIBLE",
                "ALTER TABLE order_tab COMMENT = 'orders', ROW_FORMAT = DYNAMIC, FORCE",
                "DROP INDEX by_price ON order_tab",
                "ALTER TABLE order_tab DROP INDEX by_time",
                "INSERT INTO order_tab (id, dataset_id, create_user, price) VALUES (190, 5, 9, 8)");
        assertThat(after("order_tab", 190).get("price").textValue()).isEqualTo("8.00");
        assertThat(violations()).isEmpty();
    }

    @Test
    void matomoPluginsAddColumns() throws Exception {
        tables.execute(
                SourceDatabase.MATOMO,
                "ALTER TABLE matomo_log_visit ADD COLUMN custom_dimension_6 VARCHAR(255) DEFAULT NULL",
                "ALTER TABLE matomo_log_link_visit_action ADD COLUMN custom_dimension_6 VARCHAR(255) DEFAULT NULL,"
                        + " ADD COLUMN bandwidth BIGINT UNSIGNED AFTER idsite",
                "INSERT INTO matomo_log_visit (idvisit, idsite, idvisitor, visit_last_action_time, config_id,"
                        + " location_ip, user_id, visit_first_action_time, visit_total_time, custom_dimension_6)"
                        + " VALUES (200, 1, x'0011223344556600', NOW(), x'00', x'00', '42', NOW(), 1, 'six')",
                "INSERT INTO matomo_log_link_visit_action (idlink_va, idsite, bandwidth, idvisitor, idvisit,"
                        + " server_time, idaction_url, custom_dimension_6)"
                        + " VALUES (200, 1, 9, x'00', 200, '2026-11-23 10:00:00', 77, 'six')");
        JsonNode visit = tables.matomoAfter("log_visit", "idvisit", 200);
        assertThat(visit.get("idvisitor").textValue()).isEqualTo("0011223344556600");
        assertThat(visit.get("user_id").textValue()).isEqualTo("42");
        JsonNode action = tables.matomoAfter("log_link_visit_action", "idlink_va", 200);
        assertThat(action.get("idaction_url").longValue()).isEqualTo(77);
        assertThat(action.get("server_time").longValue())
                .isEqualTo(Instant.parse("2026-11-23T10:00:00Z").toEpochMilli());
        assertThat(action.toString()).doesNotContain("six");
        assertThat(tables.violations(SourceDatabase.MATOMO)).isEmpty();
    }

    @Test
    void noRowIsLostOrShiftedByAnAlterInTheMiddleOfWrites() throws Exception {
        int rows = 120;
        AtomicBoolean failed = new AtomicBoolean();
        Thread writer = Thread.ofPlatform().start(() -> {
            try {
                for (int id = 10_000; id < 10_000 + rows; id++) {
                    execute("INSERT INTO order_tab (id, dataset_id, create_user, price) VALUES (%d, %d, 9, %d)"
                            .formatted(id, id % 7 + 1, id));
                }
            } catch (SQLException e) {
                failed.set(true);
            }
        });
        while (writer.isAlive()) {
            execute(
                    "ALTER TABLE order_tab ADD COLUMN busy BIGINT NOT NULL DEFAULT 77 FIRST",
                    "ALTER TABLE order_tab MODIFY price DECIMAL(14, 4) NOT NULL DEFAULT 0 AFTER busy",
                    "ALTER TABLE order_tab DROP COLUMN busy, MODIFY price DECIMAL(12, 2) NOT NULL DEFAULT 0");
        }
        writer.join();
        assertThat(failed).isFalse();
        after("order_tab", 10_000L + rows - 1);
        List<ConsumerRecord<String, String>> records = tables.records("order_tab");
        assertThat(LongStream.range(10_000, 10_000 + rows)).allSatisfy(id -> {
            JsonNode row = RowImages.newest(records, "id", id).orElseThrow();
            assertThat(row.get("price").textValue()).startsWith(id + ".0");
            assertThat(row.get("dataset_id").longValue()).isEqualTo(id % 7 + 1);
        });
    }

    @Test
    void aRestartRemembersWhatWasAlteredBeforeAndMeetsWhatIsAlteredMeanwhile() throws Exception {
        execute(
                "ALTER TABLE order_tab ADD COLUMN before_restart INT DEFAULT 1 FIRST",
                "INSERT INTO order_tab (id, dataset_id, create_user, price) VALUES (210, 5, 9, 1)");
        after("order_tab", 210);
        tables.stopShop();
        execute(
                "INSERT INTO order_tab (id, dataset_id, create_user, price) VALUES (211, 5, 9, 2)",
                "ALTER TABLE order_tab ADD COLUMN while_away INT DEFAULT 1 AFTER id, MODIFY price DECIMAL(14, 3)",
                "INSERT INTO order_tab (id, dataset_id, create_user, price) VALUES (212, 5, 9, 3)",
                "ALTER TABLE order_tab DROP COLUMN while_away, DROP COLUMN before_restart,"
                        + " MODIFY price DECIMAL(12, 2) NOT NULL DEFAULT 0.00",
                "INSERT INTO order_tab (id, dataset_id, create_user, price) VALUES (213, 5, 9, 4)");
        tables.startShop();
        execute("INSERT INTO order_tab (id, dataset_id, create_user, price) VALUES (214, 5, 9, 5)");

        after("order_tab", 214);
        assertThat(LongStream.rangeClosed(210, 214)
                        .mapToObj(id -> after("order_tab", id).get("price").textValue()))
                .containsExactly("1.00", "2.00", "3.000", "4.00", "5.00");
        assertThat(tables.records("order_tab"))
                .as("no new snapshot")
                .noneMatch(record -> record.value() != null && record.value().contains("\"op\":\"r\""));
    }

    private void execute(String... statements) throws SQLException {
        tables.execute(SourceDatabase.BUSINESS, statements);
    }

    private JsonNode after(String table, long id) {
        return tables.after(table, id);
    }

    private List<String> violations() {
        return tables.violations(SourceDatabase.BUSINESS);
    }
}
