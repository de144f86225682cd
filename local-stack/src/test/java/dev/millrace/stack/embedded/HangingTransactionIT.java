package dev.millrace.stack.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.contract.topic.HangingTransactions;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A broker that notes a transaction as complete without having written its markers, as Kafka 4.3.1 does when
/// it dies amid a commit and starts again at a bad moment. Here its own log of transactions is made to say so.
class HangingTransactionIT {
    private static final String ID = "a-connector";
    private static final String TOPIC = "things";
    private static final List<TopicPartition> THINGS =
            List.of(new TopicPartition(TOPIC, 0), new TopicPartition(TOPIC, 1));
    /// Empty, ongoing, prepared, complete.
    private static final int STATES_OF_A_TRANSACTION = 4;

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whatTheBrokerForgotToEndIsEndedAsItWasDecided(boolean aborts) throws Exception {
        BrokerSettings settings = new BrokerSettings(folder.resolve("kafka"), FreePorts.one(), FreePorts.one());
        try (InProcessBroker broker = InProcessBroker.start(settings)) {
            leaveOpen(broker.bootstrapServers(), aborts);
        }
        try (InProcessBroker broker = InProcessBroker.start(settings);
                KafkaProducer<byte[], byte[]> producer = transactional(broker.bootstrapServers())) {
            Map<String, Object> client = Map.of("bootstrap.servers", broker.bootstrapServers());
            HangingTransactions hanging = HangingTransactions.look(client, ID, PATIENCE);
            producer.initTransactions();
            assertThat(ends(broker.bootstrapServers(), "read_committed"))
                    .as("hidden behind the open transaction")
                    .isNotEqualTo(ends(broker.bootstrapServers(), "read_uncommitted"));

            assertThat(hanging.end(List.of(TOPIC), TOPIC, PATIENCE)).containsExactlyInAnyOrderElementsOf(THINGS);

            assertThat(hanging.end(List.of(TOPIC), TOPIC, PATIENCE)).isEmpty();
            producer.beginTransaction();
            THINGS.forEach(partition -> send(producer, partition, "third"));
            producer.commitTransaction();
            // A commit has been decided when it returns; its markers are written behind it.
            Awaitility.await()
                    .atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(texts(broker.bootstrapServers()))
                            .containsExactlyElementsOf(
                                    aborts
                                            ? List.of("third", "third")
                                            : List.of("first", "first", "second", "second", "third", "third")));
        }
    }

    @Test
    void aProducerThatIsNewHasNothingHanging() {
        try (InProcessBroker broker = InProcessBroker.start(folder.resolve("kafka"))) {
            Map<String, Object> client = Map.of("bootstrap.servers", broker.bootstrapServers());
            assertThat(HangingTransactions.look(client, ID, PATIENCE).end(List.of(), TOPIC, PATIENCE))
                    .isEmpty();
        }
    }

    private static void leaveOpen(String brokers, boolean aborts) throws Exception {
        try (Admin admin = Admin.create(Map.<String, Object>of("bootstrap.servers", brokers))) {
            admin.createTopics(List.of(new NewTopic(TOPIC, THINGS.size(), (short) 1)))
                    .all()
                    .get();
        }
        KafkaProducer<byte[], byte[]> producer = transactional(brokers);
        producer.initTransactions();
        producer.beginTransaction();
        THINGS.forEach(partition -> send(producer, partition, "first"));
        producer.flush();
        if (aborts) {
            producer.abortTransaction();
        } else {
            producer.commitTransaction();
        }
        ConsumerRecord<byte[], byte[]> complete = newestState(brokers);
        producer.beginTransaction();
        THINGS.forEach(partition -> send(producer, partition, "second"));
        producer.flush();
        try (var broker = new KafkaProducer<>(
                // Only this client id may write to the broker's own topics.
                Map.<String, Object>of("bootstrap.servers", brokers, "client.id", "__admin_client"),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            broker.send(new ProducerRecord<>(complete.topic(), complete.partition(), complete.key(), complete.value()))
                    .get();
        }
        producer.close(Duration.ZERO);
    }

    /// The last word of the broker's log of transactions: the transaction is complete, once its markers are
    /// written.
    private static ConsumerRecord<byte[], byte[]> newestState(String brokers) {
        List<TopicPartition> partitions = IntStream.range(0, 4)
                .mapToObj(number -> new TopicPartition("__transaction_state", number))
                .toList();
        return Objects.requireNonNull(Awaitility.await()
                .atMost(PATIENCE)
                .until(
                        () -> readAll(brokers, partitions, "read_uncommitted"),
                        all -> all.size() >= STATES_OF_A_TRANSACTION)
                .getLast());
    }

    private static List<String> texts(String brokers) {
        return readAll(brokers, THINGS, "read_committed").stream()
                .map(record -> new String(record.value(), StandardCharsets.UTF_8))
                .sorted()
                .toList();
    }

    private static List<ConsumerRecord<byte[], byte[]>> readAll(
            String brokers, List<TopicPartition> partitions, String isolation) {
        List<ConsumerRecord<byte[], byte[]>> all = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer = consumer(brokers, isolation)) {
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream()
                    .anyMatch(partition -> consumer.position(partition) < ends.getOrDefault(partition, 0L))) {
                consumer.poll(Duration.ofMillis(100)).forEach(all::add);
            }
        }
        all.sort(Comparator.comparingLong(ConsumerRecord::offset));
        return all;
    }

    private static Map<TopicPartition, Long> ends(String brokers, String isolation) {
        try (KafkaConsumer<byte[], byte[]> consumer = consumer(brokers, isolation)) {
            return consumer.endOffsets(THINGS);
        }
    }

    private static KafkaConsumer<byte[], byte[]> consumer(String brokers, String isolation) {
        return new KafkaConsumer<>(
                Map.<String, Object>of("bootstrap.servers", brokers, "isolation.level", isolation),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }

    private static KafkaProducer<byte[], byte[]> transactional(String brokers) {
        return new KafkaProducer<>(
                Map.<String, Object>of("bootstrap.servers", brokers, "transactional.id", ID),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    private static void send(KafkaProducer<byte[], byte[]> producer, TopicPartition partition, String text) {
        var _ = producer.send(new ProducerRecord<>(
                partition.topic(), partition.partition(), new byte[] {1}, text.getBytes(StandardCharsets.UTF_8)));
    }
}
