package dev.millrace.embedding.support;

import dev.millrace.contract.proto.CatalogueItem;
import dev.millrace.contract.proto.ItemVector;
import dev.millrace.contract.topic.Partitions;
import dev.millrace.contract.topic.Topics;
import dev.millrace.embedding.vector.Clients;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/// Catalogue and vectors in memory; only what was committed can be read.
public final class TopicsInMemory implements Clients {
    private final Map<TopicPartition, List<ConsumerRecord<String, byte[]>>> logs = new HashMap<>();
    private final List<ProducerRecord<String, byte[]>> committed = new ArrayList<>();
    private int commitsLeft = Integer.MAX_VALUE;
    private boolean lastOneHappens;

    public TopicsInMemory() {
        for (int i = 0; i < Topics.PARTITIONS; i++) {
            logs.put(new TopicPartition(Topics.CATALOGUE.name(), i), new ArrayList<>());
            logs.put(new TopicPartition(Topics.VECTORS.name(), i), new ArrayList<>());
        }
    }

    public void put(String key, String title) {
        CatalogueItem item =
                CatalogueItem.newBuilder().setItemId(key).setTitle(title).build();
        append(Topics.CATALOGUE.name(), Partitions.of(key), key, item.toByteArray());
    }

    public void remove(String key) {
        append(Topics.CATALOGUE.name(), Partitions.of(key), key, null);
    }

    /// Any record of the catalogue.
    public void append(String key, byte[] value) {
        append(Topics.CATALOGUE.name(), Partitions.of(key), key, value);
    }

    /// The catalogue after a long time, tombstones and all that was deleted gone.
    public void forgetCatalogue() {
        logs.forEach((partition, log) -> {
            if (partition.topic().equals(Topics.CATALOGUE.name())) {
                log.clear();
            }
        });
    }

    private void append(String topic, int partition, String key, byte @Nullable [] value) {
        var log = Objects.requireNonNull(logs.get(new TopicPartition(topic, partition)));
        log.add(record(topic, partition, log.size(), key, value));
    }

    @SuppressWarnings("NullAway") // a tombstone's value is null
    private static ConsumerRecord<String, byte[]> record(
            String topic, int partition, long offset, String key, byte @Nullable [] value) {
        return new ConsumerRecord<>(topic, partition, offset, key, value);
    }

    /// Lets `commits` more transactions happen; in the next the process is killed.
    ///
    /// @param afterwards whether that transaction happens all the same
    public void killAfter(int commits, boolean afterwards) {
        commitsLeft = commits;
        lastOneHappens = afterwards;
    }

    /// A new process.
    public void revive() {
        commitsLeft = Integer.MAX_VALUE;
    }

    /// Item → its vector, as a reader of the compacted topic sees it.
    public Map<String, ItemVector> vectors() {
        Map<String, ItemVector> table = new HashMap<>();
        for (int i = 0; i < Topics.PARTITIONS; i++) {
            for (var sent : Objects.requireNonNull(logs.get(new TopicPartition(Topics.VECTORS.name(), i)))) {
                if (sent.value() == null) {
                    table.remove(sent.key());
                } else {
                    table.put(sent.key(), Protos.vector(sent.value()));
                }
            }
        }
        return table;
    }

    /// That of an item that has one.
    public ItemVector vector(String key) {
        return Objects.requireNonNull(vectors().get(key), key);
    }

    /// Every record written, of all topics, in the order of commits.
    public List<ProducerRecord<String, byte[]>> committed() {
        return List.copyOf(committed);
    }

    @Override
    public void prepareTopics() {}

    @Override
    public Consumer<String, byte[]> follower() {
        return new LogConsumer(logs);
    }

    @Override
    public Consumer<String, byte[]> reader(String purpose) {
        return new LogConsumer(logs);
    }

    @Override
    public Producer<String, byte[]> writer(int partition) {
        return new Writer();
    }

    private final class Writer extends MockProducer<String, byte[]> {
        private int seen;

        private Writer() {
            super(true, null, new StringSerializer(), new ByteArraySerializer());
        }

        @Override
        public void commitTransaction() {
            boolean killed = commitsLeft == 0;
            if (killed && !lastOneHappens) {
                throw new KafkaException("killed before the commit");
            }
            super.commitTransaction();
            publish(history().subList(seen, history().size()));
            seen = history().size();
            if (killed) {
                throw new KafkaException("killed after the commit");
            }
            commitsLeft--;
        }
    }

    private void publish(List<ProducerRecord<String, byte[]>> records) {
        committed.addAll(records);
        for (var sent : records) {
            if (sent.topic().equals(Topics.VECTORS.name())) {
                append(sent.topic(), Objects.requireNonNull(sent.partition()), sent.key(), sent.value());
            }
        }
    }
}
