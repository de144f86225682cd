package dev.millrace.stack.cdc;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.contract.capture.SourceDatabase;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// Whatever happens to a primary key, or to the column that the contract takes for it: every row keeps a key, and what
/// breaks the contract is said. Every test leaves the tables as it found them.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class AlteredKeyIT {
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
    void rowsKeepTheirKeyWhateverThePrimaryKeyBecomes() throws Exception {
        execute(
                "INSERT INTO api_order (id, api_id, creator_id) VALUES (170, 7, 9), (171, 7, 9)",
                "ALTER TABLE api_order DROP PRIMARY KEY, ADD PRIMARY KEY (id, api_id)",
                "UPDATE api_order SET frequency = 2 WHERE id = 170",
                "UPDATE api_order SET api_id = 8 WHERE id = 170");
        tables.awaitChange(
                "api_order", record -> record.value() != null && record.value().contains("\"api_id\":8"));
        assertThat(violations())
                .containsExactly("api_order.id is not the primary key, which is (id, api_id): rows may share a key");
        execute(
                "DELETE FROM api_order WHERE id = 170",
                "ALTER TABLE api_order MODIFY id BIGINT NOT NULL",
                "ALTER TABLE api_order DROP PRIMARY KEY",
                "DELETE FROM api_order WHERE id = 171");
        List<ConsumerRecord<String, String>> records = tables.awaitChange(
                "api_order", record -> record.value() == null && record.key().equals("{\"id\":171}"));
        assertThat(records)
                .extracting(ConsumerRecord::key)
                .filteredOn(key -> key.contains("17"))
                .containsOnly("{\"id\":170}", "{\"id\":171}");
        assertThat(violations())
                .containsExactly("api_order.id is not the primary key, which is none: rows may share a key");
        execute(
                "ALTER TABLE api_order MODIFY id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY",
                "INSERT INTO api_order (id, api_id, creator_id) VALUES (172, 7, 9)");
        after("api_order", 172);
        assertThat(violations()).isEmpty();
    }

    @Test
    void aTableWithoutItsKeyColumnGoesOnUnderItsPrimaryKeyOrItsPlace() throws Exception {
        execute(
                "ALTER TABLE dataset_image RENAME COLUMN id TO image_id",
                "INSERT INTO dataset_image (image_id, dataset_id, image_url) VALUES (180, 7, 'first')",
                "ALTER TABLE dataset_image MODIFY image_id BIGINT NOT NULL",
                "ALTER TABLE dataset_image DROP PRIMARY KEY",
                "INSERT INTO dataset_image (image_id, dataset_id, image_url) VALUES (181, 7, 'second')");
        List<ConsumerRecord<String, String>> records = tables.awaitChange(
                "dataset_image",
                record -> record.value() != null && record.value().contains("second"));
        assertThat(records)
                .filteredOn(record -> record.value() != null && record.value().contains("first"))
                .extracting(ConsumerRecord::key)
                .containsExactly("{\"image_id\":180}");
        assertThat(records.getLast().key()).matches("\\{\"file\":\"binlog.\\d+\",\"pos\":\\d+,\"row\":0}");
        execute(
                "DELETE FROM dataset_image WHERE image_id IN (180, 181)",
                "ALTER TABLE dataset_image CHANGE image_id id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY",
                "INSERT INTO dataset_image (id, dataset_id) VALUES (182, 7)");
        after("dataset_image", 182);
        assertThat(violations()).isEmpty();
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
