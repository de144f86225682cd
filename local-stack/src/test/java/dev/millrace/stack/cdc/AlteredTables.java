package dev.millrace.stack.cdc;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.cdc.drift.Violation;
import dev.millrace.contract.capture.SourceDatabase;
import dev.millrace.stack.embedded.InProcessBroker;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/// A shop and a Matomo whose tables may be altered, each with its connector, and what comes of it.
final class AlteredTables implements AutoCloseable {
    private static final Duration BEATS = Duration.ofMillis(200);
    private static final String SHOP_TOPIC = "business.dianshu_backend.";
    private static final String MATOMO_TOPIC = "matomo.matomo.matomo_";

    private final SourceServer source;
    private final InProcessBroker broker;
    private final RunningConnector matomo;
    private final RowImages images;
    private RunningConnector shop;

    private AlteredTables(SourceServer source, InProcessBroker broker) {
        this.source = source;
        this.broker = broker;
        this.shop = connector(SourceDatabase.BUSINESS);
        this.matomo = connector(SourceDatabase.MATOMO);
        this.images = new RowImages(new TopicReader(broker.bootstrapServers()));
    }

    static AlteredTables start(Path folder) throws SQLException {
        return new AlteredTables(
                SourceServer.start(folder.resolve("mysql"), "+00:00"), InProcessBroker.start(folder.resolve("kafka")));
    }

    private RunningConnector connector(SourceDatabase database) {
        return RunningConnector.start(broker.bootstrapServers(), source.config(database, BEATS))
                .awaitReady();
    }

    void stopShop() {
        shop.close();
    }

    /// Its connector goes on where it was.
    void startShop() {
        shop = connector(SourceDatabase.BUSINESS);
    }

    void execute(SourceDatabase database, String... statements) throws SQLException {
        source.execute(database, statements);
    }

    /// The row as the newest change tells it, once there is one.
    JsonNode after(String table, long id) {
        return images.await(SHOP_TOPIC + table, "id", id);
    }

    JsonNode matomoAfter(String table, String key, long id) {
        return images.await(MATOMO_TOPIC + table, key, id);
    }

    List<ConsumerRecord<String, String>> records(String table) {
        return images.reader().all(SHOP_TOPIC + table);
    }

    List<ConsumerRecord<String, String>> awaitChange(String table, Predicate<ConsumerRecord<String, String>> wanted) {
        return images.reader()
                .await(SHOP_TOPIC + table, records -> records.stream().anyMatch(wanted));
    }

    /// Tags that the row had, one for each change.
    List<String> tags(String table, long id) {
        return records(table).stream()
                .filter(record -> record.value() != null)
                .map(record -> RowImages.json(record.value()).path("after"))
                .filter(row -> row.path("id").asLong() == id)
                .map(row -> row.get("tag").textValue())
                .toList();
    }

    /// What the connector says once it has published everything that it was told of above.
    List<String> violations(SourceDatabase database) {
        RunningConnector connector = switch (database) {
            case BUSINESS -> shop;
            case MATOMO -> matomo;
        };
        return connector.health().contract().current().stream()
                .map(Violation::toString)
                .toList();
    }

    /// Of the shop's connector.
    String metrics() {
        return shop.metrics();
    }

    @Override
    public void close() {
        matomo.close();
        shop.close();
        broker.close();
        source.close();
    }
}
