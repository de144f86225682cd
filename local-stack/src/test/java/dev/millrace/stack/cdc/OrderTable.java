package dev.millrace.stack.cdc;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.millrace.contract.capture.SourceDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/// The shop's orders, in the table and as a reader of their topic knows them.
record OrderTable(SourceServer source, TopicReader reader) {
    static final String TOPIC = "business.dianshu_backend.order_tab";
    private static final String MARKS = "business.dianshu_backend.api_order";
    private static final JsonMapper JSON = new JsonMapper();

    /// Adds orders with ids from `first` on.
    void fill(int first, int count) throws SQLException {
        try (Connection connection = connect();
                var insert = connection.prepareStatement(
                        "INSERT INTO order_tab (id, dataset_id, create_user, price) VALUES (?, ?, 1, 1)")) {
            connection.setAutoCommit(false);
            for (int id = first; id < first + count; id++) {
                insert.setInt(1, id);
                insert.setInt(2, id % 50);
                insert.addBatch();
            }
            insert.executeBatch();
            connection.commit();
        }
    }

    Connection connect() throws SQLException {
        return source.mysql()
                .connect(
                        SourceServer.name(SourceDatabase.BUSINESS),
                        source.mysql().application());
    }

    /// Returns when everything that was written before is in Kafka.
    void awaitAll(int mark) throws SQLException {
        source.execute(SourceDatabase.BUSINESS, "INSERT INTO api_order (api_id, creator_id) VALUES (" + mark + ", 1)");
        reader.await(
                MARKS,
                records -> records.stream()
                        .anyMatch(sent -> sent.value() != null && sent.value().contains("\"api_id\":" + mark + ",")));
    }

    /// Order → price, from the table.
    Map<Long, String> inTable() throws SQLException {
        Map<Long, String> prices = new TreeMap<>();
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT id, price FROM order_tab")) {
            while (rows.next()) {
                prices.put(rows.getLong(1), rows.getString(2));
            }
        }
        return prices;
    }

    /// Order → price, from the last record of each key.
    Map<Long, String> inTopic() throws JsonProcessingException {
        Map<Long, String> prices = new TreeMap<>();
        for (ConsumerRecord<String, String> sent : reader.all(TOPIC)) {
            long id = JSON.readTree(sent.key()).get("id").asLong();
            JsonNode after =
                    sent.value() == null ? null : JSON.readTree(sent.value()).get("after");
            if (after == null || after.isNull()) {
                prices.remove(id);
            } else {
                prices.put(id, after.get("price").asText());
            }
        }
        return prices;
    }

    /// Rows that were read while the binlog was followed.
    long readAgain(String topic) {
        List<ConsumerRecord<String, String>> all = reader.all(topic);
        return all.stream()
                .filter(sent -> sent.value() != null && sent.value().contains("\"snapshot\":\"incremental\""))
                .count();
    }

    /// Places in the binlog of changes that a reader of committed records sees more than once.
    List<String> changesTwice() throws JsonProcessingException {
        Map<String, Integer> seen = new TreeMap<>();
        for (ConsumerRecord<String, String> sent : reader.all(TOPIC)) {
            JsonNode place =
                    sent.value() == null ? null : JSON.readTree(sent.value()).get("source");
            if (place != null && place.get("snapshot").asText().equals("false")) {
                seen.merge(place.get("file") + ":" + place.get("pos") + ":" + place.get("row"), 1, Integer::sum);
            }
        }
        return seen.entrySet().stream()
                .filter(change -> change.getValue() > 1)
                .map(Map.Entry::getKey)
                .toList();
    }
}
