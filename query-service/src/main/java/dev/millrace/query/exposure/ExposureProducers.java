package dev.millrace.query.exposure;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/// Makes the producer of exposures.
public final class ExposureProducers {

    private ExposureProducers() {}

    /// A producer with the site's settings and, above them, those that the log is only right with.
    ///
    /// @param site `kafka.*`
    public static Producer<String, byte[]> create(Map<String, String> site) {
        return new KafkaProducer<>(settings(site), new StringSerializer(), new ByteArraySerializer());
    }

    static Map<String, Object> settings(Map<String, String> site) {
        Map<String, Object> all = new HashMap<>(site);
        all.remove(ProducerConfig.INTERCEPTOR_CLASSES_CONFIG); // those of the consumers
        all.remove(ProducerConfig.TRANSACTIONAL_ID_CONFIG);
        // Whoever looks for a request goes to the partition of its key.
        all.remove(ProducerConfig.PARTITIONER_CLASS_CONFIG);
        all.put(ProducerConfig.PARTITIONER_IGNORE_KEYS_CONFIG, false);
        all.putIfAbsent(ProducerConfig.LINGER_MS_CONFIG, 50); // nobody is in a hurry: fewer, larger requests
        all.putIfAbsent(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        all.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        all.put(ProducerConfig.ACKS_CONFIG, "all");
        // With more, a partition that has just been made may take the second batch for the first and lose that
        // (KAFKA-15591).
        all.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1);
        // What bounds an outage is exposure.max-waiting-bytes, not a time.
        all.put(ProducerConfig.RETRIES_CONFIG, Integer.MAX_VALUE);
        all.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, Integer.MAX_VALUE);
        all.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, Long.MAX_VALUE);
        all.merge(ProducerConfig.CLIENT_ID_CONFIG, "query-service-exposures", (named, _) -> named + "-exposures");
        return all;
    }
}
