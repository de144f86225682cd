package dev.millrace.query.state;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/// Makes the consumers of replicas.
public final class ReplicaConsumers {

    private ReplicaConsumers() {}

    /// A consumer with the site's settings and, above them, those that the replica is only right with.
    ///
    /// @param settings `kafka.*`
    /// @param replica what is read
    public static Consumer<String, byte[]> create(Map<String, String> settings, String replica) {
        Map<String, Object> all = new HashMap<>(settings);
        all.remove(ConsumerConfig.GROUP_ID_CONFIG); // every instance reads everything
        all.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        all.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed"); // streams-app writes transactions
        all.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none"); // a lost log must be seen, not skipped
        all.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false); // partition count is the contract's
        all.merge(ConsumerConfig.CLIENT_ID_CONFIG, "query-service-" + replica, (named, _) -> named + "-" + replica);
        return new KafkaConsumer<>(all, new StringDeserializer(), new ByteArrayDeserializer());
    }
}
