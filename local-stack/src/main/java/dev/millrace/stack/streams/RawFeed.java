package dev.millrace.stack.streams;

import dev.millrace.contract.capture.CapturedSource;
import dev.millrace.contract.capture.SourceDatabase;
import dev.millrace.contract.capture.SourceTable;
import dev.millrace.contract.proto.SourceHeartbeat;
import dev.millrace.contract.topic.Partitions;
import dev.millrace.contract.topic.TopicSpec;
import dev.millrace.contract.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/// Writes raw change records and heartbeats, as the connector writes them, without a database. Thread-safe.
public final class RawFeed implements AutoCloseable {
    private static final long MICROS_A_MILLI = 1_000;
    private static final Map<SourceDatabase, CapturedSource> SOURCES = new EnumMap<>(Map.of(
            SourceDatabase.BUSINESS, CapturedSource.whole(SourceDatabase.BUSINESS, "dianshu_backend", ""),
            SourceDatabase.MATOMO, CapturedSource.whole(SourceDatabase.MATOMO, "matomo", "matomo_")));

    private final KafkaProducer<byte[], byte[]> producer;
    private final AtomicLong position = new AtomicLong();
    private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();

    /// One request in flight: on a partition that has just been made, a broker takes the second batch for the first
    /// when it refused the first one, and that is lost (KAFKA-15591).
    ///
    /// @param brokers `host:port`
    public RawFeed(String brokers) {
        producer = new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers",
                        brokers,
                        "linger.ms",
                        5,
                        "compression.type",
                        "lz4",
                        "acks",
                        "all",
                        "max.in.flight.requests.per.connection",
                        1),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    /// A paid order of one yuan, new, or with the given earlier image.
    public void order(long id, long item, long user, @Nullable String before, int payStatus) {
        change(SourceTable.ORDER_TAB, "{\"id\":%d}".formatted(id), item, before, orderRow(id, item, user, payStatus));
    }

    /// The row of such an order.
    public static String orderRow(long id, long item, long user, int payStatus) {
        return "{\"id\":%d,\"dataset_id\":%d,\"create_user\":%d,\"price\":\"1.00\",\"pay_status\":%d,\"is_delete\":0}"
                .formatted(id, item, user, payStatus);
    }

    /// A row change.
    ///
    /// @param key value of the key, JSON
    /// @param route value of the route column
    public void change(SourceTable table, String key, long route, @Nullable String before, @Nullable String after) {
        change(table, key, route, before == null ? "c" : after == null ? "d" : "u", before, after);
    }

    /// A row as a snapshot reads it.
    ///
    /// @param key value of the key, JSON
    /// @param route value of the route column
    public void snapshot(SourceTable table, String key, long route, String row) {
        change(table, key, route, "r", null, row);
    }

    private void change(
            SourceTable table, String key, long route, String op, @Nullable String before, @Nullable String after) {
        long nowMs = System.currentTimeMillis();
        String envelope = """
                {"before":%s,"after":%s,"source":{"ts_ms":%d,"ts_us":%d,"file":"binlog.000001","pos":%d,"row":0},"op":"%s"}""".formatted(before, after, nowMs, nowMs * MICROS_A_MILLI, position.incrementAndGet(), op);
        send(
                topic(table),
                Partitions.of(table.routeKey(route)),
                key.getBytes(StandardCharsets.UTF_8),
                envelope.getBytes(StandardCharsets.UTF_8),
                nowMs);
    }

    /// Any bytes as a row change of `table` in the partition of `route`.
    public void raw(SourceTable table, long route, byte[] value) {
        send(topic(table), Partitions.of(table.routeKey(route)), new byte[] {'0'}, value, System.currentTimeMillis());
    }

    /// Both databases say that everything until now has been sent.
    public void beat() {
        long nowMs = System.currentTimeMillis();
        for (SourceDatabase role : SourceDatabase.values()) {
            byte[] beat = SourceHeartbeat.newBuilder()
                    .setDatabase(role.prefix())
                    .setCommitTimeUs(nowMs * MICROS_A_MILLI)
                    .build()
                    .toByteArray();
            TopicSpec topic = Topics.heartbeat(role);
            for (int partition = 0; partition < topic.partitions(); partition++) {
                send(topic.name(), partition, new byte[] {'b'}, beat, nowMs);
            }
        }
    }

    /// Returns when everything has been written.
    ///
    /// @throws IllegalStateException when something could not be written
    public void flush() {
        producer.flush();
        @Nullable Exception failed = failure.get();
        if (failed != null) {
            throw new IllegalStateException("the broker did not take a record: " + failed.getMessage(), failed);
        }
    }

    /// The raw topic of a table.
    public static String topic(SourceTable table) {
        return Topics.raw(Objects.requireNonNull(SOURCES.get(table.database())), table)
                .name();
    }

    private void send(String topic, int partition, byte[] key, byte[] value, long timeMs) {
        var _ = producer.send(new ProducerRecord<>(topic, partition, timeMs, key, value), (_, failed) -> {
            if (failed != null) {
                failure.compareAndSet(null, failed);
            }
        });
    }

    @Override
    public void close() {
        producer.close();
    }
}
