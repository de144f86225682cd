package dev.millrace.stack.embedding;

import dev.millrace.contract.proto.CatalogueItem;
import dev.millrace.contract.topic.TopicAdmin;
import dev.millrace.contract.topic.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/// Writes the catalogue as streams-app does and reads the vectors as everybody does.
final class VectorTopics implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(100);

    private final KafkaProducer<String, byte[]> producer;
    private final KafkaConsumer<byte[], byte[]> consumer;

    VectorTopics(String brokers) {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", brokers))) {
            TopicAdmin.ensure(admin, List.of(Topics.CATALOGUE), (short) 1, Duration.ofSeconds(30));
            TopicAdmin.ensure(admin, List.of(Topics.VECTORS), (short) 1, Duration.ofSeconds(30));
        }
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", brokers), new StringSerializer(), new ByteArraySerializer());
        consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", brokers, "isolation.level", "read_committed"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }

    void put(String key, String title, String price) {
        send(
                key,
                CatalogueItem.newBuilder()
                        .setItemId(key)
                        .setTitle(title)
                        .setPrice(price)
                        .build()
                        .toByteArray());
    }

    void remove(String key) {
        send(key, null);
    }

    @SuppressWarnings("NullAway") // a tombstone's value is null
    private void send(String key, byte @Nullable [] value) {
        try {
            producer.send(new ProducerRecord<>(Topics.CATALOGUE.name(), key, value))
                    .get();
        } catch (ExecutionException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /// Everything that was ever committed, tombstones too.
    List<ConsumerRecord<byte[], byte[]>> vectors() {
        List<TopicPartition> all = IntStream.range(0, Topics.PARTITIONS)
                .mapToObj(number -> new TopicPartition(Topics.VECTORS.name(), number))
                .toList();
        consumer.assign(all);
        consumer.seekToBeginning(all);
        Map<TopicPartition, Long> ends = consumer.endOffsets(all);
        List<ConsumerRecord<byte[], byte[]>> found = new ArrayList<>();
        while (!ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue())) {
            consumer.poll(POLL).forEach(found::add);
        }
        return found;
    }

    @Override
    public void close() {
        producer.close();
        consumer.close();
    }
}
