package dev.millrace.stack.cdc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.millrace.contract.capture.SourceDatabase;
import dev.millrace.contract.capture.SourceTable;
import dev.millrace.contract.topic.Partitions;
import dev.millrace.stack.embedded.EmbeddedMysql;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/// Rows as text, `table id route price partition`: those that are alive in the raw topics, and those of the tables.
final class RawRows {
    private static final JsonMapper JSON = new JsonMapper();

    private RawRows() {}

    static String topic(SourceTable table) {
        return "business.dianshu_backend." + table.tableName("");
    }

    /// What a consumer holds that has read everything, in whichever partition.
    static Set<String> inTopics(String brokers) throws Exception {
        TopicReader reader = new TopicReader(brokers);
        Set<String> alive = new TreeSet<>();
        for (SourceTable table : tables()) {
            TreeMap<String, String> byPlace = new TreeMap<>();
            for (ConsumerRecord<String, String> record : reader.all(topic(table))) {
                byPlace.put(record.partition() + " " + record.key(), row(table, record));
            }
            byPlace.values().removeIf(String::isEmpty);
            alive.addAll(byPlace.values());
        }
        return alive;
    }

    static Set<String> inTables(EmbeddedMysql mysql) throws SQLException {
        Set<String> rows = new TreeSet<>();
        try (var connection = mysql.connect("dianshu_backend", mysql.admin());
                var statement = connection.createStatement()) {
            for (SourceTable table : tables()) {
                if (!exists(mysql, table)) {
                    continue;
                }
                String price = table.columns().contains("price") ? "price" : "image_order";
                try (var found = statement.executeQuery(
                        "SELECT id, %s, %s FROM %s".formatted(table.routeColumn(), price, table.tableName("")))) {
                    while (found.next()) {
                        rows.add(text(table, found.getLong(1), found.getLong(2), found.getString(3)));
                    }
                }
            }
        }
        return rows;
    }

    /// The kinds of a row's records in one topic, oldest first: `r`, `c`, `u`, `d` or `tombstone`.
    static List<String> kinds(String brokers, SourceTable table, long id) {
        return new TopicReader(brokers)
                .all(topic(table)).stream()
                        .filter(record -> record.key().equals("{\"id\":" + id + "}"))
                        .map(RawRows::kind)
                        .collect(Collectors.toList());
    }

    private static String kind(ConsumerRecord<String, String> record) {
        return record.value() == null
                ? "tombstone"
                : json(record.value()).path("op").asText();
    }

    private static List<SourceTable> tables() {
        return SourceTable.of(SourceDatabase.BUSINESS).stream()
                .filter(table -> !table.isHeartbeat())
                .toList();
    }

    private static boolean exists(EmbeddedMysql mysql, SourceTable table) throws SQLException {
        try (var connection = mysql.connect("dianshu_backend", mysql.admin());
                var found = connection
                        .getMetaData()
                        .getTables("dianshu_backend", null, table.tableName(""), new String[] {"TABLE"})) {
            return found.next();
        }
    }

    /// Empty text when the record says that the row is not here.
    private static String row(SourceTable table, ConsumerRecord<String, String> record) {
        if (record.value() == null) {
            return "";
        }
        JsonNode after = json(record.value()).path("after");
        if (!after.isObject()) {
            return "";
        }
        long route = after.path(table.routeColumn()).asLong();
        String price = after.has("price")
                ? after.path("price").asText()
                : after.path("image_order").asText();
        boolean here = Partitions.of(table.routeKey(route)) == record.partition();
        return here ? text(table, after.path("id").asLong(), route, price) : "";
    }

    private static String text(SourceTable table, long id, long route, String price) {
        return "%s %d %d %s @%d".formatted(table.tableName(""), id, route, price, Partitions.of(table.routeKey(route)));
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
