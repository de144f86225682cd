package dev.millrace.embedding.vector;

import dev.millrace.contract.topic.TopicAdmin;
import dev.millrace.contract.topic.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/// Real clients: the site's settings and, above them, those that delivery depends on.
public final class KafkaClients implements Clients {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /// An abandoned transaction blocks readers for this long at most.
    private static final int TRANSACTION_MS = 10_000;

    /// The broker's ordinary minimum: what a restart after `kill -9` waits for.
    private static final int SESSION_MS = 6_000;

    private final Map<String, String> site;
    private final String applicationId;
    private final short replicationFactor;

    /// @param site `kafka.*`
    public KafkaClients(Map<String, String> site, String applicationId, int replicationFactor) {
        this.site = Map.copyOf(site);
        this.applicationId = applicationId;
        this.replicationFactor = (short) replicationFactor;
    }

    @Override
    public void prepareTopics() {
        try (Admin admin = Admin.create(named("admin"))) {
            TopicAdmin.ensure(
                    admin, List.of(Topics.CATALOGUE, Topics.VECTORS, Topics.DEAD_LETTERS), replicationFactor, PATIENCE);
        }
    }

    @Override
    public Consumer<String, byte[]> follower() {
        Map<String, Object> settings = reading("catalogue");
        settings.put(ConsumerConfig.GROUP_ID_CONFIG, applicationId);
        settings.putIfAbsent(
                ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
                CooperativeStickyAssignor.class.getName()); // what stays need not be read again
        settings.putIfAbsent(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, SESSION_MS);
        settings.putIfAbsent(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, SESSION_MS / 3);
        return new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer());
    }

    @Override
    public Consumer<String, byte[]> reader(String purpose) {
        Map<String, Object> settings = reading(purpose);
        settings.remove(ConsumerConfig.GROUP_ID_CONFIG);
        return new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer());
    }

    @Override
    public Producer<String, byte[]> writer(int partition) {
        Map<String, Object> settings = named("vectors-" + partition);
        settings.putIfAbsent(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, TRANSACTION_MS / 2);
        settings.putIfAbsent(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, TRANSACTION_MS);
        settings.putIfAbsent(ProducerConfig.MAX_BLOCK_MS_CONFIG, TRANSACTION_MS + SESSION_MS);
        settings.putIfAbsent(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, TRANSACTION_MS);
        settings.putIfAbsent(ProducerConfig.RETRY_BACKOFF_MS_CONFIG, 20); // two transactions in a row need it
        settings.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, applicationId + "-" + partition);
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        return new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer());
    }

    private Map<String, Object> reading(String purpose) {
        Map<String, Object> settings = named(purpose);
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false); // the vectors say how far it is
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none"); // a lost log must be seen, not skipped
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false); // partition count is the contract's
        return settings;
    }

    private Map<String, Object> named(String purpose) {
        Map<String, Object> settings = new HashMap<>(site);
        settings.put("client.id", applicationId + "-" + purpose);
        return settings;
    }
}
