package dev.millrace.stack.cdc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.contract.capture.SourceDatabase;
import dev.millrace.stack.embedded.InProcessBroker;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// DDL that MySQL takes and Debezium's grammars do not: `url` stops the newer one, `skip` the older one, `vector` both.
final class UnreadableDdlIT {
    private static final String ORDERS = "business.dianshu_backend.order_tab";

    @Test
    void whatOneGrammarCannotReadTheOtherDoesAndTheRestIsPassedOverOrStopsInWords(@TempDir Path folder)
            throws Exception {
        try (SourceServer source = SourceServer.start(folder.resolve("mysql"), "+00:00");
                InProcessBroker broker = InProcessBroker.start(folder.resolve("kafka"))) {
            String brokers = broker.bootstrapServers();
            var database = source.config(SourceDatabase.BUSINESS, Duration.ofMillis(200));
            RowImages images = new RowImages(new TopicReader(brokers));
            try (RunningConnector connector =
                    RunningConnector.start(brokers, database).awaitReady()) {
                source.execute(
                        SourceDatabase.BUSINESS,
                        order(1, "1"),
                        "ALTER TABLE order_tab ADD COLUMN url VARCHAR(4096) FIRST",
                        order(2, "2"),
                        "CREATE TABLE link (id INT PRIMARY KEY, url VARCHAR(10), KEY by_url (url))");
                assertThat(price(images, 2)).as("read by the older grammar").isEqualTo("2.00");

                source.execute(
                        SourceDatabase.BUSINESS,
                        "ALTER TABLE order_tab ADD COLUMN skip INT DEFAULT 3 AFTER id",
                        order(3, "3"));
                assertThat(price(images, 3)).as("read by the newer grammar").isEqualTo("3.00");

                passOver(source);
                source.execute(SourceDatabase.BUSINESS, order(4, "4"));
                assertThat(price(images, 4)).as("passed over").isEqualTo("4.00");

                source.execute(
                        SourceDatabase.BUSINESS,
                        "ALTER TABLE order_tab ADD COLUMN vector INT DEFAULT 0 FIRST",
                        order(5, "5"));
                assertThat(connector.end().get(60, TimeUnit.SECONDS).message())
                        .contains("neither of Debezium's grammars reads")
                        .contains("ALTER TABLE order_tab ADD COLUMN vector")
                        .contains("debezium: { snapshot.mode: always }");
            }
            takeTheRemedy(source, brokers, images);
        }
    }

    /// Tables that are not captured, one of them in a database of somebody else.
    private static void passOver(SourceServer source) throws Exception {
        try (Connection root = source.mysql().connect("", source.mysql().admin());
                Statement statement = root.createStatement()) {
            statement.execute("CREATE DATABASE other");
            statement.execute(
                    "CREATE TABLE other.shapes (id INT PRIMARY KEY, vector INT, note VARCHAR(9) DEFAULT 'a,b')");
            statement.execute("ALTER TABLE dianshu_backend.user ADD COLUMN vector INT");
        }
    }

    private static void takeTheRemedy(SourceServer source, String brokers, RowImages images) throws Exception {
        var database = source.config(SourceDatabase.BUSINESS, Duration.ofMillis(200));
        try (var _ = RunningConnector.start(brokers, database, Map.of("snapshot.mode", "always"))
                .awaitReady()) {
            assertThat(price(images, 5)).as("read by the new snapshot").isEqualTo("5.00");
        }
        try (var _ = RunningConnector.start(brokers, database).awaitReady()) {
            source.execute(SourceDatabase.BUSINESS, order(6, "6"));
            assertThat(price(images, 6)).isEqualTo("6.00");
        }
    }

    private static String order(int id, String price) {
        return "INSERT INTO order_tab (id, dataset_id, create_user, price) VALUES (%d, 5, 9, %s)".formatted(id, price);
    }

    private static String price(RowImages images, long id) {
        return images.await(ORDERS, "id", id).get("price").textValue();
    }
}
