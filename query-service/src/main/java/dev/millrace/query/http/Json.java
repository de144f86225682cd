package dev.millrace.query.http;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Map;
import java.util.Optional;

/// Records to JSON with names in snake case; decimals in plain digits.
final class Json {
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .enable(JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN)
            .build();

    private static final TypeReference<Map<String, Double>> NUMBERS = new TypeReference<>() {};

    private Json() {}

    static byte[] bytes(Object body) {
        try {
            return MAPPER.writeValueAsBytes(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a body of our own cannot be written: " + body.getClass(), e);
        }
    }

    /// The numbers of a JSON object, by name; empty when `text` is something else.
    static Optional<Map<String, Double>> numbers(String text) {
        try {
            Map<String, Double> numbers = MAPPER.readValue(text, NUMBERS);
            return Optional.ofNullable(numbers).filter(all -> !all.containsValue(null));
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }
}
