package dev.millrace.stack.bench;

import dev.millrace.contract.id.ItemId;
import dev.millrace.contract.topic.Partitions;
import dev.millrace.contract.topic.Topics;
import dev.millrace.stack.load.sql.DatabaseAccess;
import dev.millrace.stack.load.sql.Sql;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/// A seller changes a title: how long until the item's new vector can be read from Kafka.
final class VectorProbes {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration POLL = Duration.ofMillis(100);
    private static final int PAUSE_MS = 100;
    private static final double NANOS_A_MILLI = 1e6;

    private final DatabaseAccess shop;
    private final String brokers;

    VectorProbes(DatabaseAccess shop, String brokers) {
        this.shop = shop;
        this.brokers = brokers;
    }

    /// Milliseconds of `count` changes, one after the other.
    List<Double> run(int count) throws SQLException, InterruptedException {
        List<Double> ms = new ArrayList<>();
        try (Connection connection = shop.connect(PATIENCE);
                KafkaConsumer<byte[], byte[]> consumer = BenchConsumer.open(brokers)) {
            connection.setAutoCommit(false);
            Sql sql = new Sql(connection);
            long item = ProbeItems.offer(sql, 1, "vector").getFirst();
            connection.commit();
            String key = ItemId.dataset(item).key();
            List<TopicPartition> partition = List.of(new TopicPartition(Topics.VECTORS.name(), Partitions.of(key)));
            consumer.assign(partition);
            consumer.seekToBeginning(partition);
            await(consumer, key);
            for (int i = 0; i < count; i++) {
                TimeUnit.MILLISECONDS.sleep(PAUSE_MS);
                sql.change("UPDATE dataset SET dataset_name = ? WHERE id = ?", "Vector title number " + i, item);
                connection.commit();
                long committed = System.nanoTime();
                await(consumer, key);
                ms.add((System.nanoTime() - committed) / NANOS_A_MILLI);
            }
        }
        return ms;
    }

    private static void await(KafkaConsumer<byte[], byte[]> consumer, String key) {
        byte[] wanted = key.getBytes(StandardCharsets.UTF_8);
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < deadline) {
            for (var sent : consumer.poll(POLL)) {
                if (Arrays.equals(sent.key(), wanted)) {
                    return;
                }
            }
        }
        throw new BenchException("item " + key + " had no new vector within " + PATIENCE + ": no figure");
    }
}
