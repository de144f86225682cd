package dev.millrace.stack.cdc;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/// Reads the row images of raw records.
record RowImages(TopicReader reader) {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    /// The newest row after a change of the row with that id, once one is there.
    JsonNode await(String topic, String idColumn, long id) {
        return newest(
                        reader.await(
                                topic, records -> newest(records, idColumn, id).isPresent()),
                        idColumn,
                        id)
                .orElseThrow();
    }

    static Optional<JsonNode> newest(List<ConsumerRecord<String, String>> records, String idColumn, long id) {
        return records.stream()
                .filter(change -> change.value() != null)
                .map(change -> json(change.value()).path("after"))
                .filter(row -> row.path(idColumn).asLong() == id)
                .reduce((earlier, later) -> later);
    }

    static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not JSON: " + text, e);
        }
    }
}
