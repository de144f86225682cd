package dev.millrace.cdc.publish;

import dev.millrace.cdc.CdcException;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/// Client settings: what the site configured, plus the few that delivery depends on.
public final class KafkaSettings {
    /// An abandoned transaction blocks read_committed consumers for this long at most.
    static final int TRANSACTION_TIMEOUT_MS = 10_000;
    private static final int LINGER_MS = 1_000;

    private KafkaSettings() {}

    /// For the producer of one engine.
    ///
    /// @param transactionalId fixed per engine: the next start with it fences this one
    static Map<String, Object> producer(Map<String, String> site, String transactionalId) {
        Map<String, Object> settings = new HashMap<>(Map.of(
                // A batch that is not full leaves with its transaction's commit, not before.
                "linger.ms",
                LINGER_MS,
                "batch.size",
                131_072,
                "compression.type",
                "lz4",
                "retry.backoff.ms",
                20,
                "request.timeout.ms",
                5_000,
                "delivery.timeout.ms",
                TRANSACTION_TIMEOUT_MS,
                "max.block.ms",
                15_000,
                "transaction.timeout.ms",
                TRANSACTION_TIMEOUT_MS));
        settings.putAll(site);
        atMost(settings, "transaction.timeout.ms", TRANSACTION_TIMEOUT_MS);
        atMost(settings, "linger.ms", number(settings, "delivery.timeout.ms") / 2);
        // An answer that comes later is of no use, and Kafka wants delivery.timeout.ms >= linger.ms +
        // request.timeout.ms.
        atMost(settings, "request.timeout.ms", number(settings, "delivery.timeout.ms") - number(settings, "linger.ms"));
        settings.put("transactional.id", transactionalId);
        settings.put("client.id", transactionalId);
        settings.put("enable.idempotence", true);
        settings.put("acks", "all");
        settings.put("key.serializer", ByteArraySerializer.class);
        settings.put("value.serializer", ByteArraySerializer.class);
        return settings;
    }

    private static void atMost(Map<String, Object> settings, String key, int most) {
        settings.put(key, Math.min(number(settings, key), most));
    }

    private static int number(Map<String, Object> settings, String key) {
        String text = String.valueOf(settings.get(key));
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new CdcException("kafka.%s must be a whole number, got '%s'".formatted(key, text), e);
        }
    }

    /// For reading the offset topic.
    static Map<String, Object> consumer(Map<String, String> site, String clientId) {
        Map<String, Object> settings = new HashMap<>(site);
        settings.remove("group.id");
        settings.put("client.id", clientId);
        settings.put("isolation.level", "read_committed");
        settings.put("enable.auto.commit", false);
        settings.put("auto.offset.reset", "earliest");
        settings.put("key.deserializer", ByteArrayDeserializer.class);
        settings.put("value.deserializer", ByteArrayDeserializer.class);
        return settings;
    }

    /// For asking about transactions.
    static Map<String, Object> admin(Map<String, String> site, String clientId) {
        Map<String, Object> settings = new HashMap<>(site);
        settings.put("client.id", clientId);
        return settings;
    }
}
